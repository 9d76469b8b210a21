"""On which day, and at which instant, does a period set by law end (Civil Code art. 200-204)?

Counted over the calendar of days of rest; days are those of Shanghai.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import chain
from zoneinfo import ZoneInfo

from django.db.models import TextChoices
from django.utils import timezone
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from casework.clauses import carries
from casework.terms.calendar import DAY, Calendar, Rest, RollOn
from trail.enumerations import enumerated

SHANGHAI = ZoneInfo("Asia/Shanghai")

Pause = tuple[datetime, datetime]


class Unit(TextChoices):
    """What a period is counted in; every rule names its own (T-07, T-08)."""

    CALENDAR = "calendar", _("calendar days")
    WORKING = "working", _("working days")
    HOURS = "hours", _("hours")
    MONTHS = "months", _("months")
    YEARS = "years", _("years")


@dataclass(frozen=True)
class Count:
    """A period counted to its end, with all that explains the result.

    start: as given. first_day: the first day that counts. raw_end: the last day before it moves on (the
    instant, for hours). due_at: the instant from which it is late. roll_reason: a value of Rest, or "".
    missing_year: the year that was not announced when this was counted; None when the end is final.
    stood_still: how long the clock was suspended between start and end. opens: of a window, the first day on
    which it may be done.
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
    opens: date | None = None

    @property
    def rolled(self) -> bool:
        return self.roll_reason != ""

    @property
    def last_counted(self) -> date:
        """The last of the days that count; those after it only moved the end on."""
        return self.raw_end.date() if isinstance(self.raw_end, datetime) else self.raw_end

    @property
    def provisional(self) -> bool:
        """To be counted again when the missing year is announced (T-12)."""
        return self.missing_year is not None

    def explain(self) -> str:
        """Why it ends when it ends, in the language of the reader."""
        working = gettext("Only working days count.") if self.unit == Unit.WORKING else ""
        sentences = (
            self._end(),
            self._window(),
            self._pause(),
            working,
            self._law(),
            self._close(),
            self._outlook(),
        )
        return " ".join(filter(None, sentences))

    def _end(self) -> str:
        n, hours = self.number, self.unit == Unit.HOURS
        words = {
            "period": self.period(),
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

    def period(self) -> str:
        """The period in words: "15 working days"."""
        return in_words(self.number, self.unit)

    def _rest(self) -> str:
        rest = Rest(self.roll_reason)
        kind = gettext("a holiday (%(name)s)") if rest.statutory else gettext("a rest day (%(name)s)")
        return kind % {"name": rest.label}

    def _window(self) -> str:
        return gettext("Not before %(day)s.") % {"day": self.opens} if self.opens else ""

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
        return gettext("Civil Code art. %(articles)s.") % {"articles": enumerated(articles)}

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


def in_words(n: int, unit: str) -> str:
    """A number of a unit in words: "15 working days"."""
    periods = {
        Unit.CALENDAR: ngettext("%(number)d day", "%(number)d days", n),
        Unit.WORKING: ngettext("%(number)d working day", "%(number)d working days", n),
        Unit.HOURS: ngettext("%(number)d hour", "%(number)d hours", n),
        Unit.MONTHS: ngettext("%(number)d month", "%(number)d months", n),
        Unit.YEARS: ngettext("%(number)d year", "%(number)d years", n),
    }
    return periods[Unit(unit)] % {"number": n}


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
    opens: int = 0,
) -> Count:
    """Count a period from `start` to the instant after which it is late (Civil Code art. 200-204).

    The start day does not count (T-02); months and years end on the corresponding day, or on the month's
    last (T-03); an end on a day of rest moves on (T-04, T-09); the last day ends at 24:00 in Shanghai, or
    when business `closes` (T-05). Hours run from the instant itself and never move on.

    suspended: when the clock stood still (T-15), begin and end of each. Of days, those from the day after
    it stopped through the day on which it went on do not count: as in T-02 the day of an event belongs to
    what was before it, so that the days added are the dates that passed. Hours stand still to the second.

    opens: of a window, the number of the day on which it opens, counted as its end is but never moved on.

    Raises ValueError for a naive datetime, a number below 1, a suspension that ends before it begins, or a
    window that opens after it closes.
    """
    _check(start, number, suspended, opens)
    if unit == Unit.HOURS:
        return _count_hours(start, number, calendar, suspended)
    day = _local(start).date()
    still = still_days(day, suspended)
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
        opens=_raw_end(day, opens, unit, calendar, still) if opens else None,
    )


def _check(start: datetime, number: int, suspended: Sequence[Pause], opens: int) -> None:
    if number < 1:
        raise ValueError(gettext("A period must be at least 1, not %(number)d.") % {"number": number})
    if any(map(timezone.is_naive, (start, *chain.from_iterable(suspended)))):
        raise ValueError(gettext("Give the time zone of every instant that a period is counted from."))
    if any(stopped > went_on for stopped, went_on in suspended):
        raise ValueError(gettext("A suspension must end after it begins."))
    if not 0 <= opens <= number:
        raise ValueError(gettext("A window must open before it closes."))


def _raw_end(day: date, number: int, unit: Unit, calendar: Calendar, still: Sequence[date]) -> date:
    if unit == Unit.WORKING:
        skipped = set(still)
        while number:
            day += DAY
            number -= calendar.is_working(day) and day not in skipped
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


def still_days(day: date, suspended: Sequence[Pause]) -> list[date]:
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
