"""What does the calendar around a count look like? Week by week: which days count, which do not, and why."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import TextChoices
from django.utils import timezone
from django.utils.dates import WEEKDAYS_ABBR
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from casework.clauses import carries
from casework.terms.calendar import DAY, Calendar, Rest
from casework.terms.count import SHANGHAI, Count, Pause, Unit, still_days

WEEK = timedelta(days=7)
# A longer period shows its first and last weeks, and those in which something happens to it.
MOST_WEEKS = 10
EDGE = 3


class Place(TextChoices):
    """What a day is to a period."""

    START = "start", _("start")
    LAST = "last", _("last day")
    RAW_END = "raw_end", _("would end")
    OPENS = "opens", _("window opens")
    STILL = "still", _("stood still")
    MOVED = "moved", _("moves on")
    SKIPPED = "skipped", _("not counted")
    EARLY = "early", _("too early")
    RUNS = "runs", _("runs")


@dataclass(frozen=True)
class Day:
    """A day of those weeks.

    places: what it is to the period, the most telling first; none outside it. number: which day of the period
    it is; 0 = it does not count. rest: why it is a day of rest. makes_up: a weekend day that is worked.
    """

    day: date
    places: tuple[Place, ...]
    number: int
    rest: Rest | None
    makes_up: bool

    @property
    def weekday(self) -> str:
        return str(WEEKDAYS_ABBR[self.day.weekday()])

    @property
    def words(self) -> list[str]:
        """All that is to be said of it, in the language of the reader."""
        said = [str(place.label) for place in self.places if place != Place.RUNS or not self.number]
        if self.number:
            said.append(gettext("day %(number)d") % {"number": self.number})
        if self.rest and (self.places or self.rest != Rest.WEEKEND):
            said.append(str(self.rest.label))
        if self.makes_up:
            said.append(gettext("worked to make up"))
        return said


@dataclass(frozen=True)
class Week:
    """Monday to Sunday. left_out: how many weeks before it are not shown."""

    days: tuple[Day, ...]
    left_out: int = 0

    @property
    def monday(self) -> date:
        return self.days[0].day


@carries("T-09", "T-10")
def around(counted: Count, *, calendar: Calendar, suspended: Sequence[Pause] = ()) -> list[Week]:
    """The weeks from the start to the last day of a count made with this calendar and these suspensions."""
    days = list(_days(counted, calendar, suspended))
    weeks = [tuple(days[n : n + 7]) for n in range(0, len(days), 7)]
    kept = [n for n, week in enumerate(weeks) if _is_kept(n, len(weeks), week)]
    before = [-1, *kept]
    return [Week(weeks[n], n - last - 1) for n, last in zip(kept, before, strict=False)]


def _is_kept(n: int, of: int, week: tuple[Day, ...]) -> bool:
    if of <= MOST_WEEKS or n < EDGE or n >= of - EDGE:
        return True
    still = [Place.STILL in day.places for day in week]
    # A suspension begins or ends in it.
    return any(Place.OPENS in day.places for day in week) or (any(still) and not all(still))


def _days(counted: Count, calendar: Calendar, suspended: Sequence[Pause]) -> Iterator[Day]:
    start = timezone.localtime(counted.start, SHANGHAI).date()
    still = set() if counted.unit == Unit.HOURS else set(still_days(start, suspended))
    day, number = start - start.weekday() * DAY, 0
    while day <= counted.end or day.weekday():
        places = tuple(_places(day, start, counted, calendar, still))
        counts = _counts(day, start, counted, calendar, still)
        number += counts
        rest = calendar.reason(day)
        yield Day(day, places, number if counts else 0, rest, rest is None and day.weekday() >= 5)
        day += DAY


def _counts(day: date, start: date, counted: Count, calendar: Calendar, still: set[date]) -> bool:
    """Whether a day is one of those that the period is made of; hours are not made of days."""
    if counted.unit == Unit.HOURS or day in still:
        return False
    worked = counted.unit != Unit.WORKING or calendar.is_working(day)
    return start < day <= counted.last_counted and worked


def _places(day: date, start: date, counted: Count, calendar: Calendar, still: set[date]) -> Iterator[Place]:
    if not start <= day <= counted.end:
        return
    if day == counted.end:
        yield Place.LAST
    elif counted.rolled and day == counted.raw_end:
        yield Place.RAW_END
    if day == start:
        yield Place.START
    if day == counted.opens:
        yield Place.OPENS
    if day in still:
        yield Place.STILL
    elif counted.last_counted < day < counted.end:
        yield Place.MOVED
    elif start < day < counted.end and not _counts(day, start, counted, calendar, still):
        yield Place.RUNS if counted.unit == Unit.HOURS else Place.SKIPPED
    elif start < day < counted.last_counted and counted.opens and day < counted.opens:
        yield Place.EARLY
    elif start < day < counted.last_counted and day != counted.opens:
        yield Place.RUNS
