"""How is one field of a form written in JSON? Its schema, how a value is posted, and what stands there now.

The form alone judges a value; here it is only brought into the shape in which a browser would post it.
"""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile, UploadedFile
from django.db import models
from django.forms.boundfield import BoundField
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext_lazy as _

from accounts.coded import OneOf, SeveralOf
from casework.pages.forms import FilesField, Seen
from catalogue.names import visible

Schema = dict[str, Any]
# By which of its attributes an object is named in the API; the first that it has is the one we write.
NAMES = ("number", "code", "pseudonym", "username", "item_id", "name")
ALSO = ("credit_code", "short_name")
NUMBER = re.compile(r"\b[A-Z]{2}-[0-9A-Z]{6,11}$")
YES_NO = ({"yes", "no"}, {"True", "False"})
YES, NO = {"yes", "True", "true", "on", "1"}, {"no", "False", "false", "off", "0"}
MOST_LISTED = 500


class Text:
    """A field that is typed: text, or a number or a day written as text."""

    def __init__(self, field: forms.Field) -> None:
        self.field = field

    def schema(self) -> Schema:
        longest = getattr(self.field, "max_length", None)
        return {"type": "string", **({"maxLength": longest} if longest else {})}

    def posted(self, value: Any) -> list[Any]:
        """The value as a browser posts it; [] for nothing. Raises ValidationError."""
        if value is None:
            return []
        if isinstance(value, bool) or not isinstance(value, str | int | float):
            raise ValidationError(_("Enter text or a number here."))
        try:
            str(value).encode()
        except UnicodeEncodeError as error:
            raise ValidationError(_("Enter text or a number here.")) from error
        typed = visible(str(value))
        # As a browser sends it: only a field of several lines has any.
        return [typed if isinstance(self.field.widget, forms.Textarea) else " ".join(typed.splitlines())]

    def held(self, bound: BoundField) -> list[Any]:
        """What the form is filled in with, as a browser would post it back."""
        shown = bound.field.widget.format_value(bound.value())
        values = shown if isinstance(shown, list | tuple) else [shown]
        return [str(value) for value in values if value not in (None, "")]

    def shown(self, bound: BoundField) -> Any:
        """The same, as JSON."""
        return next(iter(self.held(bound)), None)

    def choices(self) -> list[dict[str, str]] | None:
        return None


class Carried(Text):
    """What the form showed: told to whoever asks, and never posted back for them."""

    def held(self, bound: BoundField) -> list[Any]:
        return []

    def shown(self, bound: BoundField) -> Any:
        return bound.value()


class Number(Text):
    def schema(self) -> Schema:
        whole = type(self.field) is forms.IntegerField
        found: Schema = {"type": "integer"} if whole else {"type": ["number", "string"]}
        bounds = {"minimum": self.field.min_value, "maximum": self.field.max_value}  # type: ignore[attr-defined]
        return found | {name: _plain(value) for name, value in bounds.items() if value is not None}


def _plain(value: Any) -> int | float:
    return int(value) if int(value) == value else float(value)


class Day(Text):
    def schema(self) -> Schema:
        first = getattr(self.field, "first", settings.FIRST_DAY)
        bounds = {"x-minimum": first.isoformat(), "x-maximum": settings.LAST_DAY.isoformat()}
        return {"type": "string", "format": "date"} | bounds


class Moment(Text):
    """An instant, to the minute; without an offset it is read in Asia/Shanghai."""

    def schema(self) -> Schema:
        bounds = {"x-minimum": f"{settings.FIRST_DAY}T00:00", "x-maximum": f"{settings.LAST_DAY}T23:59"}
        return {"type": "string", "format": "date-time"} | bounds

    def posted(self, value: Any) -> list[Any]:
        found = super().posted(value)
        instant = _instant(found[0]) if found else None
        if instant is None:
            return found
        try:
            local = timezone.localtime(instant) if timezone.is_aware(instant) else instant
        except OverflowError:  # in the first or the last hours of the calendar: the form refuses it
            return [instant.strftime("%Y-%m-%dT%H:%M")]
        return [local.strftime("%Y-%m-%dT%H:%M")]


def _instant(text: str) -> datetime | None:
    try:
        return parse_datetime(text.strip())
    except ValueError:
        return None


class Switch(Text):
    def schema(self) -> Schema:
        return {"type": "boolean"}

    def posted(self, value: Any) -> list[Any]:
        if value is None or str(value) in NO:
            return []
        if str(value) not in YES:
            raise ValidationError(_("Enter true or false here."))
        return ["on"]

    def held(self, bound: BoundField) -> list[Any]:
        return ["on"] if bound.value() not in (None, False, "", "False") else []

    def shown(self, bound: BoundField) -> Any:
        return bool(self.held(bound))


class Choice(Text):
    """One of several; a question with yes and no is a boolean."""

    def values(self) -> list[tuple[str, str]]:
        flat: list[tuple[Any, Any]] = []
        for value, label in self.field.choices:  # type: ignore[attr-defined]
            flat += label if isinstance(label, list | tuple) else [(value, label)]
        return [(str(value), str(label)) for value, label in flat if value not in (None, "")]

    def schema(self) -> Schema:
        values = [value for value, _label in self.values()]
        if set(values) in YES_NO:
            return {"type": "boolean"}
        if not values:  # known only once the form is filled in for a record
            return {"type": "string"}
        return {"type": "string", "enum": values if self.field.required else [*values, ""]}

    def posted(self, value: Any) -> list[Any]:
        if isinstance(value, bool):
            names = YES if value else NO
            fitting = [name for name, _label in self.values() if name in names]
            return fitting or [str(value)]
        return super().posted(value)

    def shown(self, bound: BoundField) -> Any:
        held = super().shown(bound)
        yes_no = {value for value, _label in self.values()} in YES_NO
        return held in YES if yes_no and held is not None else held

    def choices(self) -> list[dict[str, str]] | None:
        return [{"value": value, "label": label} for value, label in self.values()]


class Several(Choice):
    def schema(self) -> Schema:
        values = [value for value, _label in self.values()]
        return {"type": "array", "items": {"type": "string", **({"enum": values} if values else {})}}

    def posted(self, value: Any) -> list[Any]:
        return [posted for one in _list(value) for posted in Text.posted(self, one)]

    def shown(self, bound: BoundField) -> Any:
        return self.held(bound)


def _list(value: Any) -> list[Any]:
    if value is None:
        return []
    return value if isinstance(value, list) else [value]


class Named(Text):
    """One object of several, by its number, code or name: never by its key in the database."""

    def schema(self) -> Schema:
        return {"type": "string", "description": _told(self.field)}

    def offered(self) -> Iterator[Any]:
        return iter(self.field.queryset.all())  # type: ignore[attr-defined]

    def find(self, value: Any) -> list[Any]:
        """The keys of the objects so named. Raises ValidationError."""
        if not isinstance(value, str | int) or isinstance(value, bool):
            raise ValidationError(_("Enter text or a number here."))
        wanted = str(value).strip()
        found = [one for one in self.offered() if wanted in self.names(one)]
        exact = [one for one in found if wanted == natural(one)]
        found = exact or found
        if not found:
            raise ValidationError(_("“%(name)s” is not among what can be chosen here.") % {"name": wanted})
        if len(found) > 1 and not isinstance(self, NamedSeveral):
            raise ValidationError(_("“%(name)s” names more than one of the choices.") % {"name": wanted})
        return [str(self.field.prepare_value(one)) for one in found]

    def names(self, one: Any) -> set[str]:
        label = str(self.field.label_from_instance(one))  # type: ignore[attr-defined]
        own = {str(getattr(one, name, "")) for name in (*NAMES, *ALSO)}
        return ({handle(one), label, natural(one)} | own) - {""}

    def posted(self, value: Any) -> list[Any]:
        return [] if value in (None, "") else self.find(value)

    def held(self, bound: BoundField) -> list[Any]:
        return [str(value) for value in _list(self.field.prepare_value(bound.value())) if value]

    def shown(self, bound: BoundField) -> Any:
        return next(iter(self.handles(bound)), None)

    def handles(self, bound: BoundField) -> list[str]:
        kept = self.held(bound)
        return (
            [handle(one) for one in self.offered() if str(self.field.prepare_value(one)) in kept]
            if kept
            else []
        )

    def choices(self) -> list[dict[str, str]] | None:
        listed = [one for one, _n in zip(self.offered(), range(MOST_LISTED), strict=False)]
        names = [handle(one) for one in listed]
        return [
            {
                "value": name if names.count(name) == 1 else natural(one) or name,
                "label": str(self.field.label_from_instance(one)),  # type: ignore[attr-defined]
            }
            for one, name in zip(listed, names, strict=True)
        ]


class NamedSeveral(Named):
    def schema(self) -> Schema:
        return {"type": "array", "items": {"type": "string"}, "description": _told(self.field)}

    def posted(self, value: Any) -> list[Any]:
        return [key for one in _list(value) for key in self.find(one)]

    def shown(self, bound: BoundField) -> Any:
        return self.handles(bound)


def _told(field: forms.Field) -> str:
    model: type[models.Model] = field.queryset.model  # type: ignore[attr-defined]
    return str(_("%(what)s: by its number, code or name")) % {"what": model._meta.verbose_name}


def handle(one: Any) -> str:
    """What an object is called in the API."""
    for name in NAMES:
        value = getattr(one, name, "")
        if isinstance(value, str) and value:
            return value
    label = str(one)
    number = NUMBER.search(label)
    return number[0] if number else label


def natural(one: Any) -> str:
    """The longer name of an object that says how it is told from others of its name; "" without one."""
    key = getattr(one, "natural_key", None)
    return " · ".join(map(str, key())) if key else ""


class Upload(Text):
    """A file: a part of multipart/form-data, or in JSON its name and its content in base64; a film that came
    in parts (/api/v1/uploads/) by its token."""

    @property
    def in_parts(self) -> bool:
        return "data-parts" in self.field.widget.attrs

    def schema(self) -> Schema:
        texts: Schema = {"name": {"type": "string"}, "content": {"type": "string", "format": "byte"}}
        if self.in_parts:
            said = _("In place of both: the token of a film that was sent in parts.")
            texts["upload"] = {"type": "string", "description": said}
            return {"type": "object", "properties": texts}
        return {"type": "object", "required": ["name", "content"], "properties": texts}

    def posted(self, value: Any) -> list[Any]:
        if value is None or isinstance(value, UploadedFile):
            return [value] if value else []
        if self.in_parts and isinstance(value, Mapping) and isinstance(value.get("upload"), str):
            return [value["upload"]]
        name = value.get("name") if isinstance(value, Mapping) else None
        content = value.get("content") if isinstance(value, Mapping) else None
        if not (isinstance(name, str) and name and isinstance(content, str)):
            raise ValidationError(_("Send a file as its name and its content in base64."))
        try:
            decoded = base64.b64decode(content, validate=True)
        except (binascii.Error, ValueError) as error:
            raise ValidationError(_("The content of this file is not base64.")) from error
        return [SimpleUploadedFile(name, decoded)]

    def held(self, bound: BoundField) -> list[Any]:
        return []


class Uploads(Upload):
    def schema(self) -> Schema:
        return {"type": "array", "items": super().schema()}

    def posted(self, value: Any) -> list[Any]:
        return [file for one in _list(value) for file in super(Uploads, self).posted(one)]


# The first that fits: a class of fields stands before those it derives from.
WRITTEN: tuple[tuple[type[forms.Field], type[Text]], ...] = (
    (Seen, Carried),
    (SeveralOf, NamedSeveral),
    (OneOf, Named),
    (forms.MultipleChoiceField, Several),
    (forms.ChoiceField, Choice),
    (FilesField, Uploads),
    (forms.FileField, Upload),
    (forms.BooleanField, Switch),
    (forms.DateTimeField, Moment),
    (forms.DateField, Day),
    (forms.IntegerField, Number),
)


def written(field: forms.Field) -> Text:
    """How a field is written in JSON."""
    shape = next((shape for kind, shape in WRITTEN if isinstance(field, kind)), Text)
    return shape(field)


def described(fields: Iterable[tuple[str, forms.Field]]) -> Schema:
    """The schema of an object with these fields."""
    listed = list(fields)
    properties = {}
    for name, field in listed:
        shape = written(field)
        choices = shape.choices() if not isinstance(shape, Named) else None
        meant = "; ".join(f"{one['value']}: {one['label']}" for one in choices or ())
        said = " ".join(str(part) for part in (field.help_text, meant) if part)
        properties[name] = {"title": str(field.label or name), "description": said} | shape.schema()
    required = [name for name, field in listed if field.required and not field.initial]
    found: Schema = {"type": "object", "properties": properties}
    return found | ({"required": required} if required else {})
