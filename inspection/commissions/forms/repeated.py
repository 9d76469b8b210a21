"""How does a form ask the same of several rows?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

from django import forms
from django.db.models import Model
from django.utils.functional import Promise

from accounts.addresses import code_of
from casework.pages.forms import StepForm

Groups = list[tuple[str | Promise, list[str]]]


@dataclass(frozen=True)
class Line:
    """A row of a grid. key: what stands for it where its fields are named; title, sub and limit: what it is;
    cells: its fields that stand in columns; more: those that seldom hold anything."""

    key: str
    title: str
    sub: str
    limit: str
    cells: dict[str, forms.BoundField]
    more: list[forms.BoundField]

    @property
    def is_open(self) -> bool:
        """Whether something stands in what seldom holds anything, is wrong with it, or is wanted now."""
        shown = [field for field in self.more if not field.is_hidden]
        wanted = any(getattr(field.field, "wanted", False) for field in shown)
        return wanted or any(field.errors or field.value() not in (None, "", False) for field in shown)


class RowsForm(StepForm):
    """A step that asks the same of several rows: fields for each, cleaned to {key of row: values}.

    row_shape: the fields that a row may have, for the description of the API.
    """

    row_shape: ClassVar[dict[str, forms.Field]] = {}

    def add_row(self, title: str, row: Model, fields: dict[str, forms.Field]) -> None:
        """Add the fields of one row, after those of the record itself."""
        names = {name: f"{name}_{code_of(row)}" for name in fields}
        self.rows: dict[int, dict[str, str]] = {**getattr(self, "rows", {}), row.pk: names}
        for name, field in fields.items():
            field.of_row = title  # type: ignore[attr-defined]  # the summary of errors names it
            self.fields[names[name]] = field
        self.groups: Groups = [*getattr(self, "groups", []), (title, list(names.values()))]

    def row(self, pk: int) -> dict[str, Any]:
        """What was typed into a row, as far as it is in order."""
        return {name: self.cleaned_data.get(field) for name, field in self.rows[pk].items()}

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        rows = {pk: self.row(pk) for pk in self.rows}
        names = {field for row in self.rows.values() for field in row.values()}
        self.cleaned_data = {name: value for name, value in data.items() if name not in names} | {
            "rows": rows
        }
        return self.cleaned_data
