"""When does a period end, counted in a second way? Day by day, over the State Council's notices as files.

Nothing of it comes from the application: its own reading of the notices, its own list of the festivals,
its own arithmetic. A period is walked through, never calculated. bench/agree.py compares what it says.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from pathlib import Path

DAY = timedelta(days=1)
MICROSECOND = timedelta(microseconds=1)
# China has kept one time, without summer time, since 1992.
BEIJING = timedelta(hours=8)

# New Year's day of the moon, Qingming, Dragon Boat, Mid-Autumn. Those of announced years stand in the
# notices under their names (tests/casework/terms/test_oracle.py); the later ones agree with the library.
FESTIVALS = {
    2009: ("01-26", "04-04", "05-28", "10-03"),
    2010: ("02-14", "04-05", "06-16", "09-22"),
    2011: ("02-03", "04-05", "06-06", "09-12"),
    2012: ("01-23", "04-04", "06-23", "09-30"),
    2013: ("02-10", "04-04", "06-12", "09-19"),
    2014: ("01-31", "04-05", "06-02", "09-08"),
    2015: ("02-19", "04-05", "06-20", "09-27"),
    2016: ("02-08", "04-04", "06-09", "09-15"),
    2017: ("01-28", "04-04", "05-30", "10-04"),
    2018: ("02-16", "04-05", "06-18", "09-24"),
    2019: ("02-05", "04-05", "06-07", "09-13"),
    2020: ("01-25", "04-04", "06-25", "10-01"),
    2021: ("02-12", "04-04", "06-14", "09-21"),
    2022: ("02-01", "04-05", "06-03", "09-10"),
    2023: ("01-22", "04-05", "06-22", "09-29"),
    2024: ("02-10", "04-04", "06-10", "09-17"),
    2025: ("01-29", "04-04", "05-31", "10-06"),
    2026: ("02-17", "04-05", "06-19", "09-25"),
    2027: ("02-06", "04-05", "06-09", "09-15"),
    2028: ("01-26", "04-04", "05-28", "10-03"),
    2029: ("02-13", "04-04", "06-16", "09-22"),
    2030: ("02-03", "04-05", "06-05", "09-12"),
}
# The notice of 26 January 2020 lengthened the festival and took back the day that had paid for the 30th.
LENGTHENED = [date(2020, 1, 30) + n * DAY for n in range(4)]

Pause = tuple[datetime, datetime]


@dataclass(frozen=True)
class Ending:
    """raw_end: day, or for hours instant. due_at: in UTC. opens: None without a window. still: how long the
    clock stood still. missing_year: whose notice may still change it. statutory: whether the raw end is a
    statutory day, where the end moved on; else None."""

    first_day: date
    raw_end: date | datetime
    end: date
    due_at: datetime
    opens: date | None
    still: timedelta
    missing_year: int | None
    statutory: bool | None


class Oracle:
    """The days of rest of 2009-2030, read from the notices in a folder (one JSON file a year)."""

    def __init__(self, folder: Path) -> None:
        listed: dict[date, bool] = {}
        self.announced = 0
        for path in sorted(folder.glob("*.json")):
            for day in json.loads(path.read_text())["days"]:
                listed[date.fromisoformat(day["date"])] = day["isOffDay"]
                self.announced = max(self.announced, int(path.stem))
        self.rest: set[date] = set()
        self.statutory: set[date] = set()
        day = date(min(FESTIVALS), 1, 1)
        while day.year in FESTIVALS:
            if listed.get(day, day.weekday() >= 5):
                self.rest.add(day)
            day += DAY
        for year in FESTIVALS:
            self._celebrate(year)

    def _celebrate(self, year: int) -> None:
        """The statutory days of a year, and once it is announced, those that make up for some of them."""
        days = Counter(festival_days(year))
        self.statutory |= set(days)
        self.rest |= set(days)
        if year > self.announced:
            return
        for day in sorted(days):
            for _nth in range(days[day] - (day.weekday() < 5)):
                self.statutory.add(self._made_up(day))
        self.statutory |= {day for day in LENGTHENED if day.year == year}

    def _made_up(self, day: date) -> date:
        """The day off that makes up for a festival on a weekend or on another festival.

        The next one of the same days off; else one before of the same; else the next one at all.
        """
        run = [day]
        while run[-1] + DAY in self.rest:
            run.append(run[-1] + DAY)
        before = day
        while before - DAY in self.rest:
            before -= DAY
            run.append(before)
        later = (day + n * DAY for n in range(1, 40))
        for each in (*run, *later):
            if each in self.rest and each.weekday() < 5 and each not in self.statutory:
                return each
        raise LookupError(f"no day makes up for {day}")

    def ending(
        self,
        start: datetime,
        number: int,
        unit: str,
        roll: str,
        closes: time | None = None,
        suspended: Sequence[Pause] = (),
        opens: int = 0,
    ) -> Ending:
        """unit, roll: as the application writes them ("calendar", "statutory_and_weekend", …)."""
        if unit == "hours":
            return _hours(start, number, suspended)
        begun = _day_of(start)
        still = _still(begun, suspended)
        raw_end = self._walk(begun, number, unit, still)
        end = raw_end
        while end in still or self._is_avoided(end, roll):
            end += DAY
        due = datetime.combine(end, closes, UTC) if closes else datetime.combine(end + DAY, time.min, UTC)
        final = roll == "never" and unit != "working"
        year = (end + 7 * DAY).year
        return Ending(
            first_day=begun + DAY,
            raw_end=raw_end,
            end=end,
            due_at=due - BEIJING,
            opens=self._walk(begun, opens, unit, still) if opens else None,
            still=len([day for day in still if day <= end]) * DAY,
            missing_year=None if final or year <= self.announced else year,
            statutory=raw_end in self.statutory if end > raw_end else None,
        )

    def _walk(self, begun: date, number: int, unit: str, still: set[date]) -> date:
        """One day after the other, each that counts with its number, to the last."""
        day, left = begun, number
        if unit in ("months", "years"):
            left = (_corresponding(begun, number, unit) - begun).days
        while left > 0:
            day += DAY
            if day not in still and (unit != "working" or day not in self.rest):
                left -= 1
        return day

    def _is_avoided(self, day: date, roll: str) -> bool:
        return day in {"statutory_and_weekend": self.rest, "statutory": self.statutory, "never": ()}[roll]


def festival_days(year: int) -> Iterator[date]:
    """The days of the Regulation on Public Holidays as it stood in the year; one day may come twice."""
    spring, *others = (date.fromisoformat(f"{year}-{day}") for day in FESTIVALS[year])
    first, last = (-1, 2) if year < 2014 else (0, 3) if year < 2025 else (-1, 3)
    yield date(year, 1, 1)
    yield from (spring + n * DAY for n in range(first, last))
    yield from others
    yield from (date(year, 5, n) for n in ((1,) if year < 2025 else (1, 2)))
    yield from (date(year, 10, n) for n in (1, 2, 3))


def _day_of(instant: datetime) -> date:
    return (instant.astimezone(UTC) + BEIJING).date()


def _still(begun: date, suspended: Sequence[Pause]) -> set[date]:
    """The days after the start on which it stood still: from the day after it stopped."""
    found = set()
    for stopped, went_on in suspended:
        day = _day_of(stopped) + DAY
        while day <= _day_of(went_on):
            if day > begun:
                found.add(day)
            day += DAY
    return found


def _corresponding(begun: date, number: int, unit: str) -> date:
    """The same day some months or years later; where there is none, the last before it."""
    year, month = begun.year, begun.month
    if unit == "years":
        year += number
    else:
        for _month in range(number):
            month += 1
            if month == 13:
                year, month = year + 1, 1
    day = begun.day
    while True:
        try:
            return date(year, month, day)
        except ValueError:
            day -= 1


def _hours(start: datetime, number: int, suspended: Sequence[Pause]) -> Ending:
    """The first instant before which the clock ran so many hours, found by halving."""
    begun = start.astimezone(UTC)
    stops = [(a.astimezone(UTC), b.astimezone(UTC)) for a, b in suspended]
    wanted = timedelta(hours=number)

    def stood(until: datetime) -> timedelta:
        """How long the clock stood still from the start: the pauses as one heap, however they overlap."""
        edges = sorted({begun, until, *(edge for pause in stops for edge in pause)})
        inside = [
            later - edge
            for edge, later in pairwise(edges)
            if begun <= edge and later <= until and any(a <= edge and later <= b for a, b in stops)
        ]
        return sum(inside, timedelta())

    low, high = begun, begun + wanted + sum((b - a for a, b in stops), timedelta())
    while low < high:
        middle = low + (high - low) // 2
        if middle - begun - stood(middle) >= wanted:
            high = middle
        else:
            low = middle + MICROSECOND
    return Ending(_day_of(begun), low, _day_of(low), low, None, stood(low), None, None)
