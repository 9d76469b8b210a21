"""What does a form ask for, as JSON, and how is a JSON object typed into it?

A form asks for fields, and some for rows: of an open number (each an object in a list named as the form's
attribute), or one for each thing there is (a list `rows`, each object naming its `row`).
What is left out keeps what the form is filled in with, as in a browser; null empties a field.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import count
from typing import Any, Protocol, runtime_checkable

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _

from casework.api.fields import NUMBER, Schema, described, written
from casework.api.problems import Invalid
from trail.enumerations import enumerated

Shape = Callable[..., forms.BaseForm]
FORM = "form"  # errors that belong to no field
# Of what is not asked for so many are named: who sends more has not read the description.
MOST_NAMED = 100


@runtime_checkable
class OpenRows(Protocol):
    """Rows of one shape inside a form, as many as are typed (casework.pages.rows.Rows)."""

    shape: type[forms.Form]

    @property
    def most(self) -> int: ...

    def key(self, place: int, name: str) -> str: ...

    def lay(self, form: forms.BaseForm, filled: Sequence[Mapping[str, Any]] = ()) -> Any: ...


def base_fields(shape: Shape) -> dict[str, forms.Field]:
    """The fields a form has whatever it is about."""
    return dict(getattr(getattr(shape, "func", shape), "base_fields", {}))


def open_rows(shape: Shape) -> dict[str, OpenRows]:
    """The rows of an open number that a form asks for, by the name of the form's attribute."""
    return _rows_of(getattr(shape, "func", shape))


@cache
def _rows_of(form: Shape) -> dict[str, OpenRows]:
    """They stand in the form's class: looked for once."""
    listed = [(name, getattr(form, name, None)) for name in dir(form)]
    return {name: rows for name, rows in listed if isinstance(rows, OpenRows)}


def row_shape(shape: Shape) -> Mapping[str, forms.Field]:
    """The fields of each of the rows that a form has one of for each thing, as far as it says so."""
    return getattr(getattr(shape, "func", shape), "row_shape", {})


def schema(shape: Shape | None) -> Schema:
    """The JSON schema of what a form asks for. What it asks for in one case only, the form tells then."""
    if shape is None:
        return {"type": "object", "properties": {}}
    found = described(base_fields(shape).items())
    for name, rows in open_rows(shape).items():
        items = described(rows.shape.base_fields.items())
        found["properties"][name] = {"type": "array", "items": items, "maxItems": 60}
    if row_shape(shape):
        items = described(row_shape(shape).items())
        items["properties"] = {"row": {"type": "string", "title": _("Which row")}, **items["properties"]}
        items["required"] = ["row", *items.get("required", [])]
        found["properties"]["rows"] = {"type": "array", "items": items}
    return found


@dataclass(frozen=True)
class Row:
    """One of the rows that a form has one of for each thing. name: what the API calls it; it may also be
    called by its heading. fields: the form's field by the name in the row."""

    name: str
    heading: str
    fields: Mapping[str, str]


def fixed_rows(form: forms.BaseForm) -> list[Row]:
    """The rows of a form that has one for each thing (inspection.commissions.forms.repeated).

    A row is called by the number its heading ends with, or the first part of the heading, if that is its
    alone.
    """
    rows = getattr(form, "rows", None)
    if not isinstance(rows, dict):
        return []
    headings = {tuple(fields): str(heading) for heading, fields in getattr(form, "groups", [])}
    titles = [headings.get(tuple(named.values()), "") for named in rows.values()]
    short = [number[0] if (number := NUMBER.search(title)) else title.split(" · ")[0] for title in titles]
    return [
        Row(name if short.count(name) == 1 else title, title, named)
        for name, title, named in zip(short, titles, rows.values(), strict=True)
    ]


def places(form: forms.BaseForm, rows: OpenRows) -> Iterator[dict[str, str]]:
    """The rows of an open number that stand in the form: its fields by the name in the row."""
    for place in count():
        keys = {part: rows.key(place, part) for part in rows.shape.base_fields}
        if not keys.keys() or not set(keys.values()) <= set(form.fields):
            return
        yield keys


@dataclass
class Typing:
    """A form being filled in from JSON. paths: where each of its fields stands in the JSON."""

    shape: Shape
    blank: forms.BaseForm
    data: QueryDict = field(default_factory=lambda: QueryDict(mutable=True))
    files: MultiValueDict[str, Any] = field(default_factory=MultiValueDict)
    paths: dict[str, str] = field(default_factory=dict)
    wrong: dict[str, list[str]] = field(default_factory=dict)

    def put(self, name: str, kind: forms.Field, value: Any, path: str) -> None:
        """Post a value into a field of the form."""
        self.paths[name] = path
        try:
            posted = written(kind).posted(value)
        except ValidationError as error:
            self.wrong[path] = list(error.messages)
            return
        if isinstance(kind, forms.FileField):
            # What came in parts is named by its token, as a browser does (documents.forms).
            self.data.setlist(f"{name}_upload", [one for one in posted if isinstance(one, str)])
            posted = [one for one in posted if not isinstance(one, str)]
        kept = self.files if isinstance(kind, forms.FileField) else self.data
        kept.pop(name, None)
        if posted:
            kept.setlist(name, posted)

    def keep(self, name: str, path: str = "") -> None:
        """Post back what the form is filled in with."""
        self.paths[name] = path or name
        held = written(self.blank.fields[name]).held(self.blank[name])
        if held:
            self.data.setlist(name, held)

    def refuse(self, path: str, sentence: str) -> None:
        self.wrong.setdefault(path, []).append(sentence)

    def type_open(self, given: Mapping[str, Any]) -> set[str]:
        """The rows of an open number; returns the form's fields that belong to them."""
        taken: set[str] = set()
        for name, rows in open_rows(self.shape).items():
            for place, keys in enumerate(places(self.blank, rows)):
                taken |= set(keys.values())
                if name not in given:
                    for part, key in keys.items():
                        self.keep(key, f"{name}[{place}].{part}")
            for at, row in self._objects(name, given.get(name)):
                keys = {part: rows.key(at, part) for part in rows.shape.base_fields}
                self._type_row(row, rows.shape.base_fields, f"{name}[{at}]", keys)
        return taken

    def type_fixed(self, given: Mapping[str, Any]) -> set[str]:
        """One row for each thing; returns the form's fields that belong to them."""
        rows = fixed_rows(self.blank)
        if not rows:
            return set()
        for row in rows:
            for part, name in row.fields.items():
                self.keep(name, f"rows[{row.name}].{part}")
        for at, wanted in self._objects("rows", given.get("rows")):
            called = wanted.get("row")
            meant = next((row for row in rows if called in (row.name, row.heading)), None)
            if meant is None:
                names = enumerated(row.name for row in rows)
                self.refuse(f"rows[{at}].row", _("Name one of these rows: %(rows)s.") % {"rows": names})
                continue
            fields = {part: self.blank.fields[name] for part, name in meant.fields.items()}
            rest = {part: value for part, value in wanted.items() if part != "row"}
            self._type_row(rest, fields, f"rows[{meant.name}]", meant.fields)
        return {name for row in rows for name in row.fields.values()}

    def _objects(self, name: str, value: Any) -> Iterator[tuple[int, Mapping[str, Any]]]:
        if value is None:
            return
        if not isinstance(value, list):
            self.refuse(name, _("Send a list of objects here."))
            return
        for at, row in enumerate(value):
            if len(self.wrong) > MOST_NAMED:
                return
            if isinstance(row, Mapping):
                yield at, row
            else:
                self.refuse(f"{name}[{at}]", _("Send a list of objects here."))

    def _type_row(
        self,
        row: Mapping[str, Any],
        fields: Mapping[str, forms.Field],
        path: str,
        names: Mapping[str, str],
    ) -> None:
        for part, value in row.items():
            if len(self.wrong) > MOST_NAMED:
                return
            if part in fields:
                self.put(names[part], fields[part], value, f"{path}.{part}")
            else:
                self.refuse(f"{path}.{part}", _("This is not asked for here."))

    def errors(self, form: forms.BaseForm) -> dict[str, list[str]]:
        """What is wrong, by where it stands in the JSON."""
        found: dict[str, list[str]] = {}
        for name, sentences in form.errors.items():
            path = FORM if name == "__all__" else self.paths.get(name, name)
            found.setdefault(path, []).extend(str(sentence) for sentence in sentences)
        return {**found, **self.wrong}


def type_in(
    shape: Shape, given: Any, *, initial: Mapping[str, Any] | None = None, **about: Any
) -> forms.BaseForm:
    """The form with a JSON object typed into it, valid. Raises Invalid.

    about: what the form is made with (viewer, now, instance). initial: what it is filled in with besides.
    """
    options = about | ({"initial": dict(initial)} if initial else {})
    if not isinstance(given, Mapping):
        raise Invalid({FORM: [_("Send an object of the fields that are asked for.")]})
    typing = Typing(shape, shape(**options))
    taken = typing.type_open(given) | typing.type_fixed(given)
    rows = {*open_rows(shape), *(("rows",) if fixed_rows(typing.blank) else ())}
    for name in typing.blank.fields:
        if name in taken:
            continue
        if name in given:
            typing.put(name, typing.blank.fields[name], given[name], name)
        else:
            typing.keep(name)
    known = {*typing.blank.fields, *rows, *(initial or ())} - taken
    for name in sorted(set(given) - known)[:MOST_NAMED]:
        typing.refuse(name, _("This is not asked for here."))
    form = shape(typing.data, typing.files, **options)
    valid = form.is_valid()
    for name in set(typing.paths) - set(form.fields):
        typing.refuse(typing.paths[name], _("More rows than a form holds."))
    if typing.wrong or not valid:
        raise Invalid(typing.errors(form))
    return form


def told(shape: Shape | None, **about: Any) -> dict[str, Any]:
    """What a form asks for here and now: its fields and rows, with choices and what it is filled in with."""
    if shape is None:
        return {"fields": [], "rows": {}}
    form = shape(**about)
    rows = {
        name: [(str(at), keys) for at, keys in enumerate(places(form, kind), start=1)]
        for name, kind in open_rows(shape).items()
    }
    if fixed := fixed_rows(form):
        rows["rows"] = [(row.name, dict(row.fields)) for row in fixed]
    inside = {name for listed in rows.values() for _row, keys in listed for name in keys.values()}
    return {
        "fields": [_told(form, name, name) for name in form.fields if name not in inside],
        "rows": {
            name: [
                {"row": row, "fields": [_told(form, key, part) for part, key in keys.items()]}
                for row, keys in listed
            ]
            for name, listed in rows.items()
        },
    }


def _told(form: forms.BaseForm, name: str, shown_as: str) -> dict[str, Any]:
    kind = form.fields[name]
    shape = written(kind)
    return {
        "name": shown_as,
        "label": str(kind.label or shown_as),
        "help": str(kind.help_text),
        "required": kind.required,
        "schema": shape.schema(),
        "value": shape.shown(form[name]),
        "choices": shape.choices(),
    }
