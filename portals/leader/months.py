"""Which days are counted, and with which equal days are they compared?"""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple

from django.db.models import Q

from casework.deadlines.clocks import instant
from casework.terms.calendar import DAY
from portals.deadlines.due import before

# So many months are drawn: the one that is asked for, the same of the year before, and those between.
DRAWN = 13
# Until this day of a month the month before is asked for: it is what is reported on, and of the new one there
# is hardly anything to count.
REPORTED_UNTIL = 5


class Days(NamedTuple):
    """From one day to another, both included."""

    first: date
    last: date

    @property
    def begins(self) -> datetime:
        return instant(self.first)

    @property
    def ends(self) -> datetime:
        """The first instant that is not among them."""
        return instant(self.last + DAY)

    def hold(self, moment: str) -> Q:
        """The condition that a field with an instant lies within them."""
        return Q(**{f"{moment}__gte": self.begins, f"{moment}__lt": self.ends})

    def include(self, day: str) -> Q:
        """The condition that a field with a day does."""
        return Q(**{f"{day}__range": (self.first, self.last)})


@dataclass(frozen=True)
class Period:
    """now: the days of a month until today. before, year: the equal days of the month before, and of the same
    month of the year before. live: whether what holds now is told with it, as it goes on or is reported on.
    over: whether the month has ended."""

    now: Days
    before: Days
    year: Days
    live: bool
    over: bool

    @property
    def all(self) -> tuple[Days, Days, Days]:
        return self.now, self.before, self.year

    @property
    def name(self) -> str:
        """As an address has it."""
        return f"{self.now.first:%Y-%m}"

    @property
    def short(self) -> bool:
        """Whether the month before has not as many days."""
        return self.before.last.day < self.now.last.day

    @property
    def drawn_from(self) -> date:
        """The first of the months that are drawn."""
        return self.year.first


def period(first: date, today: date) -> Period:
    """A month by its first day; ValueError where it lies in the future."""
    if first > today:
        raise ValueError(f"{first} is after {today}")
    last = min(today, first.replace(day=monthrange(first.year, first.month)[1]))
    now = Days(first, last)
    year = first.replace(year=first.year - 1)
    live, over = first >= opening(today), first < today.replace(day=1)
    return Period(now, _equal(now, before(first)), _equal(now, year), live, over)


def opening(today: date) -> date:
    """The first day of the month that is told of where none is asked for."""
    first = today.replace(day=1)
    return before(first) if today.day <= REPORTED_UNTIL else first


def _equal(days: Days, first: date) -> Days:
    """The days of another month with the same numbers; where it is shorter, all of it."""
    return Days(first, first.replace(day=min(days.last.day, monthrange(first.year, first.month)[1])))
