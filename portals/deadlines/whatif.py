"""When would a period end? What the what-if page and `manage deadline` ask, and what is wrong with it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from casework.deadlines import clocks
from casework.terms.around import Week, around
from casework.terms.calendar import FIRST_YEAR, LAST_YEAR, Calendar, RollOn, official
from casework.terms.count import SHANGHAI, Count, Pause, Unit, count
from casework.terms.table import TERMS, Term
from trail.days import DayField, MomentField

# Nobody sets longer ones, and counting day by day must come to an end.
MOST = {Unit.MONTHS: 999, Unit.YEARS: 99}
MOST_DAYS = 9_999
# By what a period is taken for another, n of it for n × ratio (T-08): working days above all.
ALIKE: dict[Unit, tuple[tuple[Unit, float], ...]] = {
    Unit.CALENDAR: ((Unit.WORKING, 1), (Unit.HOURS, 24), (Unit.MONTHS, 1 / 30)),
    Unit.WORKING: ((Unit.CALENDAR, 1), (Unit.HOURS, 24)),
    Unit.HOURS: ((Unit.CALENDAR, 1 / 24), (Unit.WORKING, 1 / 24)),
    Unit.MONTHS: ((Unit.CALENDAR, 30), (Unit.WORKING, 30)),
    Unit.YEARS: ((Unit.MONTHS, 12), (Unit.CALENDAR, 365)),
}


def _clock(**options: Any) -> forms.TimeField:
    return forms.TimeField(widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"), **options)


class WhatIfForm(forms.Form):
    """A period of the deadline table or of one's own, from a start on; valid if it can be counted.

    calendar: over which it is counted. pauses: suspensions beyond the one that the form asks.
    """

    term = forms.ChoiceField(
        label=_("Period of the table"),
        required=False,
        help_text=_("Its number, unit and rule for days of rest are taken. Or leave it, and give your own."),
    )
    number = forms.IntegerField(label=_("How many"), min_value=1, required=False)
    unit = forms.ChoiceField(
        label=_("Unit"), choices=Unit.choices, initial=Unit.CALENDAR.value, required=False
    )
    roll = forms.ChoiceField(
        label=_("It may not end on"),
        choices=RollOn.choices,
        initial=RollOn.STATUTORY_AND_WEEKEND.value,
        required=False,
    )
    opens = forms.IntegerField(
        label=_("It opens on day"),
        min_value=1,
        required=False,
        help_text=_("Of a window, such as from the 60th to the 90th day: 60."),
    )
    start = DayField(label=_("Start"), help_text=_("The day of the event, which does not count itself."))
    start_time = _clock(label=_("Time of the start"), required=False, help_text=_("Hours run from it."))
    closes = _clock(
        label=_("Close of business"), required=False, help_text=_("If empty, the last day ends at 24:00.")
    )
    stopped = MomentField(label=_("The clock stood still from"), required=False)
    went_on = MomentField(label=_("The clock went on at"), required=False)

    groups = [
        (_("The period"), ["term", "number", "unit", "roll", "opens"]),
        (_("From when, and until what time of the day"), ["start", "start_time", "closes"]),
        (_("Suspension"), ["stopped", "went_on"]),
    ]

    def __init__(self, *args: Any, calendar: Calendar, pauses: Sequence[Pause] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.calendar, self.pauses = calendar, list(pauses)
        choices = [("", "—"), *((code, f"{code} {each.label}") for code, each in TERMS.items())]
        self.fields["term"].choices = choices  # type: ignore[attr-defined]

    @property
    def term_chosen(self) -> Term | None:
        return TERMS.get(self.cleaned_data.get("term", ""))

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        self._take_period(data)
        self._check_number(data)
        self._check_start(data)
        self._check_hours(data)
        self._take_pause(data)
        if not self.errors:
            self.counted = self.count(data["number"], Unit(data["unit"]), opens=data["opens"])
            self._check_end()
        return data

    def count(self, number: int, unit: Unit, *, opens: int = 0) -> Count:
        """Another number and unit, counted like what was asked."""
        data = self.cleaned_data
        return count(
            self.begins(),
            number,
            unit,
            calendar=self.calendar,
            roll=RollOn(data["roll"]),
            closes=None if unit == Unit.HOURS else data["closes"],
            suspended=self.pauses,
            opens=opens,
        )

    def begins(self) -> datetime:
        data = self.cleaned_data
        return datetime.combine(data["start"], data["start_time"] or time.min, SHANGHAI)

    def alike(self) -> list[Count]:
        """The same period in the units that it is taken for by mistake; hours only from a time of the day."""
        data, unit = self.cleaned_data, Unit(self.cleaned_data["unit"])
        found = []
        for other, ratio in ALIKE[unit]:
            number = round(data["number"] * ratio)
            whole = ratio >= 1 or number == data["number"] * ratio
            timed = other != Unit.HOURS or data["start_time"] is not None
            if whole and timed and 1 <= number <= MOST.get(other, MOST_DAYS):
                found.append(self.count(number, other))
        return found

    def weeks(self) -> list[Week]:
        return around(self.counted, calendar=self.calendar, suspended=self.pauses)

    def _take_period(self, data: dict[str, Any]) -> None:
        """Of the table, or one's own: not a bit of each."""
        term = TERMS.get(data.get("term", ""))
        if term is None:
            data["unit"] = data.get("unit") or Unit.CALENDAR
            data["roll"] = data.get("roll") or RollOn.STATUTORY_AND_WEEKEND
            data["opens"] = data.get("opens") or 0
            return
        for name in ("number", "opens"):
            if data.get(name):
                self.add_error(name, _("The period of the table brings its own: leave one of the two out."))
        in_force = clocks.rule(term, data.get("start") or date.min)
        data |= {
            "number": in_force.number,
            "unit": in_force.unit,
            "roll": in_force.roll,
            "opens": in_force.opens,
        }

    def _check_number(self, data: dict[str, Any]) -> None:
        if {"number", "unit", "opens"} & set(self.errors):
            return
        number, most = data.get("number"), MOST.get(data["unit"], MOST_DAYS)
        if number is None:
            self.add_error("number", _("Give a number, or choose a period of the table."))
        elif number > most:
            self.add_error("number", _("At most %(most)d of this unit.") % {"most": most})
        elif data["opens"] > number:
            self.add_error("opens", _("A window must open before it closes."))

    def _check_start(self, data: dict[str, Any]) -> None:
        if data.get("start") and not _known(data["start"].year):
            self.add_error("start", _unknown())

    def _check_hours(self, data: dict[str, Any]) -> None:
        if data.get("unit") != Unit.HOURS:
            return
        if "start_time" in data and data["start_time"] is None:
            self.add_error("start_time", _("Hours run from an instant: give the time too."))
        if data.get("closes"):
            self.add_error("closes", _("Hours run out at an instant, not at the close of business."))
        if data.get("opens"):
            self.add_error("opens", _("A window opens on a day: it is not counted in hours."))

    def _take_pause(self, data: dict[str, Any]) -> None:
        stopped, went_on = data.get("stopped"), data.get("went_on")
        if stopped and went_on:
            self.pauses.append((stopped, went_on))
        elif (stopped or went_on) and not {"stopped", "went_on"} & set(self.errors):
            lacks = "went_on" if stopped else "stopped"
            self.add_error(lacks, _("Give both when the clock stopped and when it went on."))
        if not all(_known(at.year) for pause in self.pauses for at in pause):
            self.add_error("stopped", _unknown())
        elif any(begin > end for begin, end in self.pauses):
            self.add_error("went_on", _("A suspension must end after it begins."))

    def _check_end(self) -> None:
        if not _known(self.counted.end.year):
            words = {"day": self.counted.end, "year": LAST_YEAR}
            self.add_error(None, _("This ends on %(day)s, and no day after %(year)d is known.") % words)


def _known(year: int) -> bool:
    return FIRST_YEAR <= year <= LAST_YEAR


def _unknown() -> str:
    return _("The calendar knows the years from %(first)d to %(last)d.") % {
        "first": FIRST_YEAR,
        "last": LAST_YEAR,
    }


def sample_weeks() -> list[Week]:
    """The calendar around 15 days over the National Day of 2026, for the style page."""
    start = datetime(2026, 9, 16, 9, 30, tzinfo=SHANGHAI)
    return around(count(start, 15, Unit.CALENDAR, calendar=official()), calendar=official())
