"""On which day, and at which instant, does a period set by law end (Civil Code art. 200-204)?

Counted over the State Council's calendar of rest days and make-up working days; days are those of Shanghai.
"""

from __future__ import annotations

import hashlib
from calendar import monthrange
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from functools import cache
from importlib.metadata import version
from itertools import chain
from zoneinfo import ZoneInfo

import holidays
from django.db.models import TextChoices
from django.utils import timezone
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from casework.clauses import carries

SHANGHAI = ZoneInfo("Asia/Shanghai")
DAY = timedelta(days=1)

LIBRARY = f"holidays {version('holidays')}"
# The library follows the State Council's notices from 2001 on. Outside these years only weekends are known.
FIRST_YEAR, LAST_YEAR = 2001, 2076

Pause = tuple[datetime, datetime]


class Unit(TextChoices):
    """What a period is counted in; every rule names its own (T-07, T-08)."""

    CALENDAR = "calendar", _("calendar days")
    WORKING = "working", _("working days")
    HOURS = "hours", _("hours")
    MONTHS = "months", _("months")
    YEARS = "years", _("years")


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


def official(overrides: Mapping[date, bool] | None = None) -> Calendar:
    """The State Council's calendar as the library knows it, corrected by `overrides` (day → is it rest).

    The overrides are what was announced and is not in the library. A day in the year after its last one
    therefore announces that year: enter the days of a year all at once.
    """
    published = _published()
    if not overrides:
        return published
    until = published.announced_until
    years = {day.year for day in overrides}
    while until + 1 in years:
        until += 1
    digest = hashlib.sha256(repr(sorted(overrides.items())).encode()).hexdigest()[:8]
    label = f"{LIBRARY}: {FIRST_YEAR}-{until}, {len(overrides)} own days {digest}"
    return replace(published, announced_until=until, version=label, overrides=dict(overrides))


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


def _rest(name: str) -> Rest:
    return next((rest for start, rest in NAMES.items() if name.startswith(start)), Rest.DECLARED)


@dataclass(frozen=True)
class Count:
    """A period counted to its end, with all that explains the result.

    start: as given. first_day: the first day that counts. raw_end: the last day before it moves on (the
    instant, for hours). due_at: the instant from which it is late. roll_reason: a value of Rest, or "".
    missing_year: the year that was not announced when this was counted; None when the end is final.
    stood_still: how long the clock was suspended between start and end.
    """

    number: int
    unit: Unit
    start: datetime
    first_day: date
    raw_end: date | datetime
    end: date
    due_at: datetime
    roll_reason: str
    calendar_version: str
    missing_year: int | None
    stood_still: timedelta

    @property
    def rolled(self) -> bool:
        return self.roll_reason != ""

    @property
    def provisional(self) -> bool:
        """To be counted again when the missing year is announced (T-12)."""
        return self.missing_year is not None

    def explain(self) -> str:
        """Why it ends when it ends, in the language of the reader."""
        working = gettext("Only working days count.") if self.unit == Unit.WORKING else ""
        sentences = (self._end(), self._pause(), working, self._law(), self._close(), self._outlook())
        return " ".join(filter(None, sentences))

    def _end(self) -> str:
        n, hours = self.number, self.unit == Unit.HOURS
        words = {
            "period": self._period(),
            "start": f"{_local(self.start):%Y-%m-%d %H:%M}" if hours else _local(self.start).date(),
            "raw_end": f"{self.raw_end:%Y-%m-%d %H:%M}" if hours else self.raw_end,
            "rest": self._rest() if self.rolled else "",
            "end": self.end,
        }
        plain = ngettext(
            "%(period)s from %(start)s ends on %(raw_end)s.",
            "%(period)s from %(start)s end on %(raw_end)s.",
            n,
        )
        moved = ngettext(
            "%(period)s from %(start)s ends on %(raw_end)s, %(rest)s, so the last day is %(end)s.",
            "%(period)s from %(start)s end on %(raw_end)s, %(rest)s, so the last day is %(end)s.",
            n,
        )
        return (moved if self.rolled else plain) % words

    def _period(self) -> str:
        n = self.number
        periods = {
            Unit.CALENDAR: ngettext("%(number)d day", "%(number)d days", n),
            Unit.WORKING: ngettext("%(number)d working day", "%(number)d working days", n),
            Unit.HOURS: ngettext("%(number)d hour", "%(number)d hours", n),
            Unit.MONTHS: ngettext("%(number)d month", "%(number)d months", n),
            Unit.YEARS: ngettext("%(number)d year", "%(number)d years", n),
        }
        return periods[self.unit] % {"number": n}

    def _rest(self) -> str:
        rest = Rest(self.roll_reason)
        kind = gettext("a holiday (%(name)s)") if rest.statutory else gettext("a rest day (%(name)s)")
        return kind % {"name": rest.label}

    def _pause(self) -> str:
        if not self.stood_still:
            return ""
        if self.unit == Unit.HOURS:
            hours, minutes = divmod(self.stood_still // timedelta(minutes=1), 60)
            span = {"span": f"{hours}:{minutes:02}"}
            return gettext("The clock stood still for %(span)s hours, which do not count.") % span
        days = self.stood_still.days
        return ngettext(
            "The clock stood still on %(number)d day, which does not count.",
            "The clock stood still on %(number)d days, which do not count.",
            days,
        ) % {"number": days}

    def _law(self) -> str:
        by_month = self.unit in {Unit.MONTHS, Unit.YEARS}
        articles = ["201", *(["202"] if by_month else []), *(["203"] if self.rolled else [])]
        return gettext("Civil Code art. %(articles)s.") % {"articles": ", ".join(articles)}

    def _close(self) -> str:
        closes = _local(self.due_at).time()
        if self.unit == Unit.HOURS or closes == time.min:
            return ""
        return gettext("Business closes at %(time)s on that day.") % {"time": f"{closes:%H:%M}"}

    def _outlook(self) -> str:
        if self.missing_year is None:
            return ""
        return gettext(
            "This is provisional: the State Council has not announced the calendar of %(year)d yet."
        ) % {"year": self.missing_year}


@carries("T-01", "T-02", "T-03", "T-04", "T-05", "T-06", "T-07", "T-08", "T-15")
def count(
    start: datetime,
    number: int,
    unit: Unit,
    *,
    calendar: Calendar,
    roll: RollOn = RollOn.STATUTORY_AND_WEEKEND,
    closes: time | None = None,
    suspended: Sequence[Pause] = (),
) -> Count:
    """Count a period from `start` to the instant after which it is late (Civil Code art. 200-204).

    The start day does not count (T-02); months and years end on the corresponding day, or on the month's
    last (T-03); an end on a day of rest moves on (T-04, T-09); the last day ends at 24:00 in Shanghai, or
    when business `closes` (T-05). Hours run from the instant itself and never move on.

    suspended: when the clock stood still (T-15), begin and end of each. Of days, those from the day after
    it stopped through the day on which it went on do not count: as in T-02 the day of an event belongs to
    what was before it, so that the days added are the dates that passed. Hours stand still to the second.

    Raises ValueError for a naive datetime, a number below 1, or a suspension that ends before it begins.
    """
    _check(start, number, suspended)
    if unit == Unit.HOURS:
        return _count_hours(start, number, calendar, suspended)
    day = _local(start).date()
    still = _still_days(day, suspended)
    raw_end = _raw_end(day, number, unit, calendar, still)
    end = raw_end
    while end in still or calendar.moves_on(end, roll):
        end += DAY
    late_from = (end + DAY, time.min) if closes is None else (end, closes)
    # Announced years come before all others: if the end is final, so is every day that was asked on the way.
    final = roll == RollOn.NEVER and unit != Unit.WORKING
    return Count(
        number=number,
        unit=unit,
        start=start,
        first_day=day + DAY,
        raw_end=raw_end,
        end=end,
        due_at=datetime.combine(*late_from, SHANGHAI),
        roll_reason=str(calendar.reason(raw_end)) if end > raw_end else "",
        calendar_version=calendar.version,
        missing_year=None if final else calendar.missing_year(end),
        stood_still=sum(day <= end for day in still) * DAY,
    )


def _check(start: datetime, number: int, suspended: Sequence[Pause]) -> None:
    if number < 1:
        raise ValueError(gettext("A period must be at least 1, not %(number)d.") % {"number": number})
    if any(map(timezone.is_naive, (start, *chain.from_iterable(suspended)))):
        raise ValueError(gettext("Give the time zone of every instant that a period is counted from."))
    if any(stopped > went_on for stopped, went_on in suspended):
        raise ValueError(gettext("A suspension must end after it begins."))


def _raw_end(day: date, number: int, unit: Unit, calendar: Calendar, still: Sequence[date]) -> date:
    if unit == Unit.WORKING:
        while number:
            day += DAY
            number -= calendar.is_working(day) and day not in still
        return day
    if unit == Unit.CALENDAR:
        end = day + number * DAY
    else:
        end = _months_later(day, number * 12 if unit == Unit.YEARS else number)
    for stopped in still:
        if stopped <= end:
            end += DAY
    return end


def _months_later(day: date, months: int) -> date:
    year, month0 = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month0 + 1, min(day.day, monthrange(year, month0 + 1)[1]))


def _still_days(day: date, suspended: Sequence[Pause]) -> list[date]:
    """The days after `day` on which the clock stood still, in order, each once."""
    still: set[date] = set()
    for stopped, went_on in suspended:
        first = max(_local(stopped).date(), day)
        still.update(first + n * DAY for n in range(1, (_local(went_on).date() - first).days + 1))
    return sorted(still)


def _count_hours(start: datetime, number: int, calendar: Calendar, suspended: Sequence[Pause]) -> Count:
    counted_to = _local(start)
    end = counted_to + timedelta(hours=number)
    stood_still = timedelta()
    for stopped, went_on in sorted(suspended):
        pause = _local(went_on) - max(_local(stopped), counted_to)
        if pause > timedelta() and stopped < end:
            stood_still += pause
            end += pause
            counted_to = _local(went_on)
    return Count(
        number=number,
        unit=Unit.HOURS,
        start=start,
        first_day=_local(start).date(),
        raw_end=end,
        end=end.date(),
        due_at=end,
        roll_reason="",
        calendar_version=calendar.version,
        missing_year=None,
        stood_still=stood_still,
    )


def _local(instant: datetime) -> datetime:
    return timezone.localtime(instant, SHANGHAI)
