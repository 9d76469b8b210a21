"""Which days are days of rest, and why? The State Council's calendar, with its make-up working days."""

from __future__ import annotations

import hashlib
from collections.abc import Container, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import cache
from importlib.metadata import version

import holidays
from django.db.models import TextChoices
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from casework.clauses import carries

DAY = timedelta(days=1)

LIBRARY = f"holidays {version('holidays')}"
# The library follows the State Council's notices from 2001 on. Outside these years only weekends are known.
FIRST_YEAR, LAST_YEAR = 2001, 2076


class RollOn(TextChoices):
    """On which days a period may not end (T-09): the Civil Code itself names only the statutory holidays."""

    STATUTORY_AND_WEEKEND = "statutory_and_weekend", _("statutory holidays, weekends and swapped rest days")
    STATUTORY = "statutory", _("statutory holidays only")
    NEVER = "never", _("no day: the period ends where it ends")


class Rest(TextChoices):
    """Why a day is a day of rest."""

    NEW_YEAR = "new_year", _("New Year's Day")
    SPRING_FESTIVAL = "spring_festival", _("Spring Festival")
    QINGMING = "qingming", _("Qingming Festival")
    LABOUR_DAY = "labour_day", _("Labour Day")
    DRAGON_BOAT = "dragon_boat", _("Dragon Boat Festival")
    MID_AUTUMN = "mid_autumn", _("Mid-Autumn Festival")
    NATIONAL_DAY = "national_day", _("National Day")
    WEEKEND = "weekend", _("weekend")
    SWAPPED = "swapped", _("swapped with a working day")
    DECLARED = "declared", _("declared by the State Council")

    @property
    def statutory(self) -> bool:
        """One of the festivals of the Regulation on Public Holidays, or the day that makes up for one."""
        return self not in {Rest.WEEKEND, Rest.SWAPPED, Rest.DECLARED}


# How the library's English names begin. What begins otherwise was a single declaration (3 September 2015).
NAMES = {
    "New Year's Day": Rest.NEW_YEAR,
    "Chinese New Year": Rest.SPRING_FESTIVAL,
    "Tomb-Sweeping Day": Rest.QINGMING,
    "Labor Day": Rest.LABOUR_DAY,
    "Dragon Boat Festival": Rest.DRAGON_BOAT,
    "Mid-Autumn Festival": Rest.MID_AUTUMN,
    "National Day": Rest.NATIONAL_DAY,
    "Day off": Rest.SWAPPED,
}


@carries("T-09", "T-10", "T-11", "T-12")
@dataclass(frozen=True)
class Calendar:
    """Which days are worked and which are not.

    named: the days off that are more than a weekend, and why. worked: the weekend days that are worked to
    make up for a swapped one. announced_until: the last year the State Council has announced; of later
    years only the statutory days themselves are known. overrides: day → is it a day of rest; they win.
    """

    named: Mapping[date, Rest]
    worked: frozenset[date]
    announced_until: int
    version: str
    overrides: Mapping[date, bool] = field(default_factory=dict)

    def reason(self, day: date) -> Rest | None:
        """Why a day is a day of rest; None for a working day."""
        known = self.named.get(day) or (Rest.WEEKEND if day.weekday() >= 5 else None)
        if day in self.overrides:
            return (known or Rest.DECLARED) if self.overrides[day] else None
        return None if day in self.worked else known

    def is_rest(self, day: date) -> bool:
        return self.reason(day) is not None

    def is_working(self, day: date) -> bool:
        return self.reason(day) is None

    def is_statutory(self, day: date) -> bool:
        reason = self.reason(day)
        return reason is not None and reason.statutory

    def is_announced(self, day: date) -> bool:
        return self.missing_year(day) is None

    def missing_year(self, day: date) -> int | None:
        """The year whose announcement could still change this day; None if it was made.

        The announcement of a year also swaps days at the end of the December before (T-11): the earliest
        so far was the 29th, so the last week of an announced year waits for the next announcement.
        """
        year = (day + 7 * DAY).year
        return year if year > self.announced_until else None

    def moves_on(self, day: date, roll: RollOn) -> bool:
        """Whether a period that would end on this day ends on a later one instead."""
        if roll == RollOn.NEVER:
            return False
        return self.is_statutory(day) if roll == RollOn.STATUTORY else self.is_rest(day)


def official(overrides: Mapping[date, bool] | None = None, years: Container[int] = ()) -> Calendar:
    """The State Council's calendar as the library knows it, corrected by `overrides` (day → is it rest).

    years: those that were announced beside the library's; they count as far as none before them is missing.
    """
    published = _published()
    until = published.announced_until
    while until + 1 in years:
        until += 1
    if not overrides and until == published.announced_until:
        return published
    own = dict(overrides or {})
    digest = hashlib.sha256(repr(sorted(own.items())).encode()).hexdigest()[:8]
    label = f"{LIBRARY}: {FIRST_YEAR}-{until}, {len(own)} own days {digest}"
    return replace(published, announced_until=until, version=label, overrides=own)


@cache
def _published() -> Calendar:
    announced = holidays.country_holidays("CN", years=range(FIRST_YEAR, LAST_YEAR + 1), language="en_US")
    # Each announcement so far has swapped days; a year without a swap is one that the library only derives.
    until = max(announced.weekend_workdays).year
    later = range(until + 1, LAST_YEAR + 1)
    # Which day makes up for a holiday on a weekend is not known before it is announced: hence observed=False.
    derived = holidays.country_holidays("CN", years=later, language="en_US", observed=False)
    named = {day: name for day, name in announced.items() if day.year <= until} | dict(derived.items())
    return Calendar(
        named={day: _rest(name) for day, name in named.items()},
        worked=frozenset(announced.weekend_workdays),
        announced_until=until,
        version=f"{LIBRARY}: {FIRST_YEAR}-{until}",
    )


def source_of(version: str) -> str:
    """Whose days of rest a version of the calendar has, for people to read."""
    return gettext("Days of rest as the State Council announced them (%(version)s)") % {"version": version}


def _rest(name: str) -> Rest:
    return next((rest for start, rest in NAMES.items() if name.startswith(start)), Rest.DECLARED)
