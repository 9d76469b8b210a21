"""What is asked of whoever sets the severity of a test item, or changes the table of grades?"""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import Case, QuerySet, When
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.coded import OneOf
from catalogue.models import Category
from catalogue.severities import ItemSeverity
from disposal.flow.vocabulary import MatterGrade
from disposal.models.grades import HAZARDS, Cells
from monitoring.criteria.matrix import RiskLevel
from trail.reasons import ReasonField

# What is asked for who looks for items of which nobody has said any severity.
UNSET = "unset"


def _reason() -> ReasonField:
    return ReasonField(label=_("Reason"), max_length=500)


class ItemsForm(forms.Form):
    """Which test items are looked for."""

    category = OneOf(
        Category.objects.filter(testitem__isnull=False).distinct(),
        label=_("Category"),
        empty_label=_("All categories"),
        required=False,
    )

    severity = forms.ChoiceField(
        label=_("Severity if the item fails"),
        choices=[("", _("All severities")), *reversed(ItemSeverity.choices), (UNSET, _("to be set"))],
        required=False,
    )

    def of(self, found: QuerySet[Any]) -> QuerySet[Any]:
        """The items that are asked for: first those of which nobody has said any severity, then the serious
        ones. All where nothing is asked, or what is asked makes no sense."""
        asked = self.cleaned_data if self.is_valid() else {}
        if category := asked.get("category"):
            found = found.filter(category=category)
        if severity := asked.get("severity"):
            found = found.filter(severity_here="" if severity == UNSET else severity)
        unset_first = Case(When(severity_here="", then=0), default=1)
        return found.order_by(unset_first, "-severity_here", "category__code", "name", "pk")


class SeverityForm(forms.Form):
    """How grave it is if the item fails, and why."""

    severity = forms.ChoiceField(
        label=_("Severity if the item fails"), choices=ItemSeverity, widget=forms.RadioSelect
    )
    reason = _reason()


class GradeTableForm(forms.Form):
    """A grade for each severity and hazard, and why it is changed."""

    def __init__(self, *args: Any, cells: Cells, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for severity in reversed(ItemSeverity):
            for hazard in HAZARDS:
                self.fields[self._name(severity, hazard)] = forms.ChoiceField(
                    label=f"{severity.label} × {hazard_label(hazard)}",
                    choices=MatterGrade.choices,
                    initial=cells[str(severity)][str(hazard)],
                )
        self.fields["reason"] = _reason()

    @staticmethod
    def _name(severity: str, hazard: str) -> str:
        return f"{severity}_{hazard or 'none'}"

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if self.errors:
            return data
        cells = {
            str(severity): {str(hazard): data[self._name(severity, hazard)] for hazard in HAZARDS}
            for severity in ItemSeverity
        }
        return {"cells": cells, "reason": data["reason"]}


def hazard_label(hazard: str) -> str:
    """A column of the table in words."""
    if not hazard:
        return gettext("no assessed case")
    return gettext("case of risk level %(level)s") % {"level": str(RiskLevel(hazard).label).lower()}
