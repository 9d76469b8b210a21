"""Which forms does a workbook fill in, and on which sheet, line and column does each of their fields stand?

A `FormFile` says for a record which forms are asked for; what a form asks of itself stands on one sheet, the
rows that it has one of for each thing on another, and rows of an open number on one of their own.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property, partial
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _

from accounts.addresses import code_of
from accounts.models import Viewer
from casework.api.fields import written
from casework.api.parameters import OpenRows, fixed_rows, places
from casework.flow import Text
from casework.handlers import perform
from casework.models import Filed
from casework.pages.sheets import NO_TITLE
from documents.form_files.worded import Labels, has_cell, labels_of, posted, tidy, words

# What a name of a sheet has at most, and how many lines are read of it.
NAME, MOST_LINES = 31, 3_000


@dataclass(frozen=True)
class Ask:
    """A form that is asked for, and what is done with it: the form and the action of its page.

    key: by which its lines are known again. said: what a line says of it. make: the form, from what is posted
    and the files. act: from the cleaned form.
    """

    key: str
    said: str
    make: Callable[..., forms.BaseForm]
    act: Callable[[dict[str, Any]], Any]


def of_step(record: Filed, name: str, viewer: Viewer, now: datetime, said: str = "", **options: Any) -> Ask:
    """The form of a step of a record. said: what its lines say of it, where they are several. options: what
    the form is made with besides."""
    step = record.flow[name]
    make = partial(record.flow.shapes[name], instance=record, viewer=viewer, now=now, **options)
    return Ask(
        record.number,
        said or record.title,
        make,
        lambda data: perform(step, record, by=viewer, now=now, **data),
    )


@dataclass(frozen=True)
class FormFile:
    """A form as a workbook.

    kind, name: of what it is, and what it is called in addresses. at: how the address of such a thing begins.
    label: of the form, as the page and its first sheet are called; rows: as the sheet is that has a line for
    each thing. about: what is said above it. scope: the things that a viewer may know of; may: whose form it
    is; stands: whether a thing is filled in as it stands; asks: the forms that can be then. added: each line
    is a form of its own, and lines are added.
    stood: what else must not have changed since the file came out. comes_of: what follows from the forms
    beside what they say, by what it is said of, where they need no files. subject: of what the trail tells.
    coded: addresses name it by its code and not by its number, which is then what people call it. who: asked
    of a viewer before it is looked for.
    """

    kind: str
    name: str
    at: str
    label: Text
    about: Text
    scope: Callable[[Viewer], QuerySet[Any]]
    may: Callable[[Any, Viewer], object]
    stands: Callable[[Any], object]
    asks: Callable[[Any, Viewer, datetime], Sequence[Ask]]
    rows: Text = ""
    added: bool = False
    stood: Callable[[Any], str] = lambda found: ""
    comes_of: Callable[[Any], dict[str, str]] = lambda found: {}
    subject: Callable[[Any], tuple[str, int]] = lambda found: ("record", found.pk)
    coded: bool = False
    who: Callable[[Viewer], object] = lambda viewer: True

    @property
    def route(self) -> str:
        return f"{self.kind}-form-{self.name}"

    @property
    def named(self) -> tuple[str, str]:
        """The field by which addresses name such a thing, and how they have it."""
        return ("pk", f"<{self.kind}:pk>") if self.coded else ("number", "<str:number>")

    def name_of(self, found: Any) -> Any:
        """What an address has of it, for `reverse`."""
        return found.pk if self.coded else found.number

    def known(self, found: Any) -> str:
        """By what a file knows it again: no other thing is called so."""
        return code_of(found) if self.coded else str(found.number)

    def asked(self, found: Any, viewer: Viewer, now: datetime) -> Sequence[Ask]:
        """The forms that can be filled in now."""
        return self.asks(found, viewer, now) if self.stands(found) else ()


@dataclass
class Filling:
    """A form being filled in from a workbook. typed: what the file says, by field, as it is posted; left: the
    fields of rows that the file no longer has; where: of each field, where the file has it."""

    ask: Ask
    typed: dict[str, list[str]] = field(default_factory=dict)
    left: set[str] = field(default_factory=set)
    where: dict[str, tuple[str, str, str]] = field(default_factory=dict)

    @cached_property
    def blank(self) -> forms.BaseForm:
        """The form with what stands there."""
        return self.ask.make()

    @property
    def files(self) -> dict[str, forms.Field]:
        """The files that it asks for, which no cell holds."""
        return {name: one for name, one in self.blank.fields.items() if isinstance(one, forms.FileField)}

    def bound(self, data: Any = None, files: Any = None, prefix: str = "") -> forms.BaseForm:
        """The form as its page would post it: what the file says, and else what stands there. data, files:
        what was sent beside the workbook, each name with the prefix."""
        posted_data, sent = QueryDict(mutable=True), MultiValueDict[str, Any]()
        for name, one in self.blank.fields.items():
            if name in self.typed or name in self.left:
                continue
            if held := written(one).held(self.blank[name]):
                posted_data.setlist(name, held)
        for name, values in self.typed.items():
            if values:
                posted_data.setlist(name, values)
        for name in self.files:
            if files and (found := files.getlist(prefix + name)):
                sent.setlist(name, found)
            if data and (tokens := data.getlist(f"{prefix}{name}_upload")):
                posted_data.setlist(f"{name}_upload", tokens)
        return self.ask.make(posted_data, sent)


@dataclass
class Line:
    """A line of a sheet. places: the form and its field, by column."""

    said: tuple[str, ...]
    places: dict[str, tuple[Filling, str]]


@dataclass
class Sheet:
    """A sheet of the workbook. columns: a field of each, by name. lines: by key; of one whose lines are
    counted, their number is the key. nth: of such a one, a further line. turned: its one line stands upright.
    """

    title: str
    columns: dict[str, forms.Field]
    lines: dict[str, Line]
    heads: tuple[str, ...] = ()
    nth: Callable[[int], Line] | None = None
    turned: bool = False
    most: int = MOST_LINES
    _labels: dict[str, Labels] = field(default_factory=dict)

    @property
    def headings(self) -> dict[str, str]:
        """What each column is called; none is called as another."""
        found: dict[str, str] = {}
        for name, one in self.columns.items():
            label = tidy(str(one.label or name))
            found[name] = label if label not in found.values() else f"{label} ({len(found) + 1})"
        return found

    def labels(self, column: str, one: forms.Field) -> Labels:
        """What can be chosen in a field; where lines are counted, each offers the same."""
        if self.nth is None:
            return labels_of(one)
        if column not in self._labels:
            self._labels[column] = labels_of(self.columns[column])
        return self._labels[column]

    def words(self, line: Line) -> dict[str, str]:
        """What a line says now, by column."""
        return {
            column: words(filling.blank[name], self.labels(column, filling.blank.fields[name]))
            for column, (filling, name) in line.places.items()
        }

    def posted(self, line: Line, column: str, text: str) -> list[str]:
        """What a cell says, as the page would post it. Raises ValidationError."""
        filling, name = line.places[column]
        one = filling.blank.fields.get(name, self.columns[column])
        return posted(one, text, self.labels(column, one))

    def stands(self) -> dict[str, dict[str, str]]:
        """What all lines say now."""
        return {key: self.words(line) for key, line in self.lines.items()}


def sheets_of(file: FormFile, fillings: Sequence[Filling]) -> list[Sheet]:
    """The sheets of these forms, without those that ask for nothing."""
    if file.added:
        return [_added(file, fillings)]
    own = {id(each): _rows_of(each.blank) for each in fillings}
    found = [
        _fields(file, fillings, own),
        _fixed(file, fillings),
        *(sheet for each in fillings for sheet in _open(each)),
    ]
    return [sheet for sheet in found if sheet.columns and sheet.lines]


def _rows_of(form: forms.BaseForm) -> set[str]:
    """The fields that belong to rows of a form."""
    rows = {name for row in fixed_rows(form) for name in row.fields.values()}
    return rows | {name for one in _open_rows(form) for keys in places(form, one) for name in keys.values()}


def _open_rows(form: forms.BaseForm) -> list[Any]:
    named = (getattr(type(form), name, None) for name in dir(type(form)))
    return [one for one in named if isinstance(one, OpenRows)]


def _asked(form: forms.BaseForm) -> list[str]:
    """The fields of a form that a cell can hold, in the order of its page."""
    grouped = [name for _title, names in getattr(form, "groups", ()) for name in names]
    names = dict.fromkeys([*grouped, *form.fields])
    return [name for name in names if name in form.fields and has_cell(form.fields[name])]


def _named(title: Any) -> str:
    return NO_TITLE.sub(" ", str(title)).strip()[:NAME]


def _fields(file: FormFile, fillings: Sequence[Filling], rows: dict[int, set[str]]) -> Sheet:
    columns: dict[str, forms.Field] = {}
    lines = {}
    for each in fillings:
        names = [name for name in _asked(each.blank) if name not in rows[id(each)]]
        columns = {name: each.blank.fields[name] for name in names} | columns
        lines[each.ask.key] = Line((each.ask.said,), {name: (each, name) for name in names})
    return Sheet(_named(file.label), columns, lines, (_("Belongs to"),), turned=len(fillings) == 1)


def _fixed(file: FormFile, fillings: Sequence[Filling]) -> Sheet:
    columns: dict[str, forms.Field] = {}
    lines = {}
    for each in fillings:
        for row in fixed_rows(each.blank):
            cells = {
                part: (each, name) for part, name in row.fields.items() if has_cell(each.blank.fields[name])
            }
            columns = {part: each.blank.fields[name] for part, (_own, name) in cells.items()} | columns
            code = next(iter(row.fields.values())).rpartition("_")[2]
            lines[code] = Line((each.ask.said, row.heading), cells)
    return Sheet(_named(file.rows or file.label), columns, lines, (_("Belongs to"), _("What it is of")))


def _open(filling: Filling) -> Iterator[Sheet]:
    """The sheet of each kind of rows of an open number; those that are spare come out empty."""
    for rows in _open_rows(filling.blank):
        columns = {name: one for name, one in rows.shape.base_fields.items() if has_cell(one)}
        here = list(places(filling.blank, rows))
        offered = {name: filling.blank.fields[here[0][name]] for name in columns} if here else columns

        def nth(place: int, rows: Any = rows, columns: Any = columns) -> Line:
            return Line((), {name: (filling, rows.key(place, name)) for name in columns})

        lines = {str(place): nth(place) for place in range(len(here))}
        title = _named(str(rows.heading).replace("%(n)d", ""))
        yield Sheet(title, offered, lines, nth=nth, most=rows.most)


def _added(file: FormFile, fillings: Sequence[Filling]) -> Sheet:
    """One sheet whose lines are forms of their own."""
    first = fillings[0]
    names = _asked(first.blank)

    def nth(place: int) -> Line:
        filling = Filling(first.ask)
        filling.blank = first.blank  # the same for each
        return Line((), {name: (filling, name) for name in names})

    lines = {
        str(place): Line((), {name: (each, name) for name in names}) for place, each in enumerate(fillings)
    }
    return Sheet(_named(file.label), {name: first.blank.fields[name] for name in names}, lines, nth=nth)
