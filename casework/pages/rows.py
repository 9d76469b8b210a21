"""How does one form ask for several rows? By fields of its own for each row, grouped under a heading."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.functional import Promise

from accounts.coded import OneOf

MOST = 60


@dataclass(frozen=True)
class Rows:
    """Rows of one shape inside a form. shape: the fields of a row. heading: of a row, with %(n)d.
    spare: how many empty rows are offered beside those filled in. least: how many of the first are mandatory.
    judge: what is wrong with a complete row, by field. fill: gives a row what was left empty and follows from
    the rest of it; filled: the fields that it may give; unless: when these are mandatory, in a few words.
    most: how many there may be. unfolds: whether an empty one is shown only when it is asked for."""

    name: str
    heading: str | Promise
    shape: type[forms.Form]
    spare: int
    least: int = 1
    judge: Callable[[dict[str, Any]], dict[str, str]] = lambda row: {}
    fill: Callable[[dict[str, Any]], None] = lambda row: None
    filled: Collection[str] = ()
    unless: str | Promise = ""
    most: int = MOST
    unfolds: bool = True

    def lay(
        self, form: forms.BaseForm, filled: Sequence[Mapping[str, Any]] = ()
    ) -> list[tuple[str, list[str]]]:
        """Give the form the fields of its rows; returns their groups. A row left empty is no row."""
        count = len(filled) + self.spare
        if form.is_bound:
            places = [int(n) for key in form.data for n in re.findall(rf"^{self.name}(\d{{1,3}})_", key)]
            count = min(max(places, default=0) + 1, self.most)
        groups = []
        shared = {
            name: list(field.iterator(field))
            for name, field in self.shape.base_fields.items()
            if isinstance(field, OneOf)
        }
        for place in range(count):
            for name, original in self.shape.base_fields.items():
                field = deepcopy(original)
                field.required = original.required and place < self.least and name not in self.filled
                if original.required and place < self.least and name in self.filled:
                    field.needed_when = self.unless  # type: ignore[attr-defined]
                if name in shared:
                    field.choices = shared[name]  # type: ignore[attr-defined]
                if place < len(filled):
                    field.initial = filled[place].get(name)
                elif self.unfolds and place >= self.least:
                    field.spare = self.name  # type: ignore[attr-defined]
                form.fields[self.key(place, name)] = field
            groups.append(
                (
                    str(self.heading) % {"n": place + 1},
                    [self.key(place, name) for name in self.shape.base_fields],
                )
            )
        return groups

    def key(self, place: int, name: str) -> str:
        return f"{self.name}{place}_{name}"

    def read(self, form: forms.BaseForm) -> list[dict[str, Any]]:
        """The filled rows, taken out of the cleaned data; what is wrong with a row stands at its field."""
        found = []
        place = 0
        while self.key(place, next(iter(self.shape.base_fields))) in form.fields:
            keys = {name: self.key(place, name) for name in self.shape.base_fields}
            row = {name: form.cleaned_data.pop(key, None) for name, key in keys.items()}
            if any(given(value) for value in row.values()):
                self.fill(row)
                for name, field in self.shape.base_fields.items():
                    if field.required and not given(row[name]) and keys[name] not in form.errors:
                        form.add_error(keys[name], field.error_messages["required"])
                if not any(key in form.errors for key in keys.values()):
                    for name, wrong in self.judge(row).items():
                        form.add_error(keys[name], wrong)
                found.append(row)
            place += 1
        return found


def given(value: Any) -> bool:
    """Whether something was typed or chosen; nought is something."""
    if value is None or value is False or value == "":
        return False
    return bool(value.exists()) if hasattr(value, "exists") else True
