"""What does the page of a month ask: which month, and which way of sampling?"""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.addresses import uncoded
from portals.deadlines.due import known
from portals.leader.months import Period, opening, period

RANDOM, TARGETED = "random", "targeted"


class MonthForm(forms.Form):
    """A month, the present one, or in its first days the one before, unless another is asked for; and of what
    way of sampling rates are told, of that of which there are more batches unless asked."""

    month = forms.CharField(label=_("Month"), required=False, max_length=7)
    way = forms.ChoiceField(choices=[(RANDOM, ""), (TARGETED, "")], required=False, widget=forms.HiddenInput)

    def __init__(self, asked: QueryDict, *, today: date, **kwargs: Any) -> None:
        super().__init__(asked, **kwargs)
        self.today = today

    def clean_month(self) -> date:
        """Its first day."""
        asked = self.cleaned_data["month"]
        if not asked:
            return opening(self.today)
        try:
            first = date.fromisoformat(f"{asked}-01")
        except ValueError as error:
            raise ValidationError(
                gettext("Write a month as 2026-10: the year, and the month of it.")
            ) from error
        if first > self.today:
            raise ValidationError(gettext("This month lies in the future: there is nothing to count yet."))
        if not (known(first) and known(first.replace(year=first.year - 1))):
            raise ValidationError(gettext("This lies too far back: there is nothing to count."))
        return first

    def period(self) -> Period:
        """What is counted: the month asked for, or that of today where none that can be counted is."""
        first = self.cleaned_data.get("month") if self.is_valid() else None
        return period(first or opening(self.today), self.today)

    def random(self) -> bool | None:
        """Whether what was drawn at random is asked for; None where neither way is."""
        way = self.cleaned_data.get("way") if self.is_valid() else ""
        return way == RANDOM if way else None


class ListForm(MonthForm):
    """Which of what was counted is listed: of a class of products, a region, a party."""

    category = forms.CharField(required=False, max_length=80)
    region = forms.CharField(required=False, max_length=7)
    party = forms.CharField(required=False, max_length=12)
    page = forms.IntegerField(required=False, min_value=1, max_value=200)

    def clean_party(self) -> int | None:
        """The key of the organisation."""
        asked = self.cleaned_data["party"]
        if not asked:
            return None
        pk = uncoded("organisation", asked)
        if pk is None:
            raise ValidationError(gettext("There is no such organisation."))
        return pk
