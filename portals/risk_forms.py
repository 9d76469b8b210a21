"""What do the pages of risk ask: what is ranked and laid out, and over which time is counted?"""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from monitoring.plans.ranking import NATIONAL
from portals.ranking import Wanted
from trail.days import DayField

RANDOM, TARGETED = "random", "targeted"
LONGEST = 5  # years


def years_before(today: date, years: int) -> date:
    """The same day so many years ago; of 29 February the 28th."""
    leap = (today.month, today.day) == (2, 29)
    return today.replace(year=today.year - years, day=28 if leap else today.day)


class RankingForm(forms.Form):
    """What is ranked, and how many batches are laid out; what is not asked stands as given here."""

    USUAL: dict[str, Any] = {
        "way": RANDOM,
        "years": "2",
        "by": "platform",
        "threshold": round(100 * NATIONAL, 1),
        "budget": 200,
        "most": 20,
        "share": 20,
        "seed": "1",
    }

    way = forms.ChoiceField(choices=[(RANDOM, ""), (TARGETED, "")], widget=forms.HiddenInput)
    years = forms.TypedChoiceField(
        label=_("Sampled in the last"),
        coerce=int,
        choices=[
            ("1", _("12 months")),
            ("2", _("2 years")),
            ("3", _("3 years")),
            (str(LONGEST), _("5 years")),
        ],
    )
    by = forms.ChoiceField(
        label=_("Ranked by"),
        choices=[
            ("category", _("Product category")),
            ("platform", _("Category and platform")),
            ("band", _("Category, platform and price band")),
        ],
    )
    threshold = forms.FloatField(label=_("Threshold, %"), min_value=0.1, max_value=99.9)
    budget = forms.IntegerField(label=_("Batches to lay out"), min_value=0, max_value=100_000)
    most = forms.IntegerField(label=_("At most for one row"), min_value=1, max_value=100_000)
    share = forms.IntegerField(label=_("By lot, %"), min_value=0, max_value=100)
    seed = forms.CharField(label=_("Seed of the lots"), max_length=40)

    def __init__(self, asked: QueryDict, **kwargs: Any) -> None:
        given = {name: asked[name] for name in self.USUAL if asked.get(name)}
        super().__init__({**self.USUAL, **given}, initial=self.USUAL, **kwargs)

    def wanted(self, today: date) -> Wanted:
        """What a valid form asks for."""
        data = self.cleaned_data
        return Wanted(
            random=data["way"] == RANDOM,
            since=years_before(today, data["years"]),
            by=data["by"],
            threshold=data["threshold"] / 100,
            budget=data["budget"],
            most=data["most"],
            share=data["share"] / 100,
            seed=data["seed"],
        )


class SpanForm(forms.Form):
    """From which day to which is counted; the last twelve months unless asked otherwise."""

    first = DayField(label=_("From"))
    last = DayField(label=_("Until"))

    def __init__(self, asked: QueryDict, *, today: date, **kwargs: Any) -> None:
        usual = {"first": years_before(today, 1), "last": today}
        given = {name: asked[name] for name in usual if asked.get(name)}
        super().__init__({**usual, **given}, initial=usual, **kwargs)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        first, last = data.get("first"), data.get("last")
        if first and last and last < first:
            self.add_error("last", _("The time ends before it begins: change one of the two days."))
        return data
