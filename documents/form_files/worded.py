"""How does a field of a form stand in a cell? In the words of its page, which are read back as it posts."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.boundfield import BoundField
from django.utils.translation import gettext as _

from accounts.coded import SeveralOf
from casework.api.fields import written
from casework.flow import Refused
from casework.pages.forms import Seen

# The longest text that a spreadsheet keeps in a cell.
LONGEST = 32_000
# What parts several things that are chosen in one cell.
APART = re.compile(r"[；;\n]")
JOIN = "；"
_DAY = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?")

Labels = Mapping[str, str]


def has_cell(field: forms.Field) -> bool:
    """Whether a cell can hold what the field asks for. What a form carries along is its own."""
    return not isinstance(field, forms.FileField | Seen)


def labels_of(field: forms.Field) -> Labels:
    """What can be chosen, as the page names it, by what is posted; {} where the field is typed.

    Two choices of one name are told apart by what is posted.
    """
    if isinstance(field, forms.BooleanField):
        return {"on": _("yes")}
    flat: list[tuple[Any, Any]] = []
    for value, label in getattr(field, "choices", ()):
        flat += label if isinstance(label, list | tuple) else [(value, label)]
    named = {str(value): tidy(str(label)) for value, label in flat if str(value)}
    met: dict[str, int] = {}
    for label in named.values():
        met[label] = met.get(label, 0) + 1
    return {value: label if met[label] == 1 else f"{label} ({value})" for value, label in named.items()}


def tidy(text: str) -> str:
    """A text as a spreadsheet gives it back."""
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "").strip()


def words(bound: BoundField, labels: Labels) -> str:
    """What the form is filled in with, as its cell says it. Refused for a text that no cell keeps whole."""
    held = written(bound.field).held(bound)
    text = JOIN.join(labels.get(str(value), str(value)) for value in held) if labels else "".join(held)
    if len(text) > LONGEST:
        raise Refused(
            _("%(field)s is longer than a cell of a spreadsheet holds: change it on the page.")
            % {"field": bound.label}
        )
    if isinstance(bound.field, forms.DateTimeField):
        text = text.replace("T", " ")
    return tidy(text)


def posted(field: forms.Field, text: str, labels: Labels) -> list[str]:
    """What a cell says, as a browser would post it; [] for nothing. Raises ValidationError."""
    if not text:
        return []
    if labels:
        return [_chosen(one, labels) for one in _parts(field, text, labels)]
    if isinstance(field, forms.DateField | forms.DateTimeField):
        found = _DAY.match(text)
        if found:
            day = "-".join((found[1], found[2].zfill(2), found[3].zfill(2)))
            text = day + text[found.end() :].removesuffix(":00" if text.count(":") > 1 else "")
    return [text]


def _parts(field: forms.Field, text: str, labels: Labels) -> list[str]:
    if isinstance(field, forms.BooleanField):
        return [] if text == _("no") else [text]
    several = isinstance(field, forms.MultipleChoiceField | SeveralOf)
    if not several or text in labels.values():
        return [text]
    return [part.strip() for part in APART.split(text) if part.strip()]


def _chosen(text: str, labels: Labels) -> str:
    for value, label in labels.items():
        if text == label:
            return value
    raise ValidationError(_("“%(name)s” is not among what can be chosen here.") % {"name": text})
