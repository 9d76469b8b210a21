"""When does what happen? In working hours of past working days; an instant is a minute since a first day."""

from __future__ import annotations

from bisect import bisect_right
from datetime import datetime, timedelta
from typing import NamedTuple

from casework import clocks
from casework.calendar import DAY
from casework.count import Unit, count
from casework.terms import Term

BACK, AHEAD = 540, 420  # days
OPENS = 9 * 60
HOURS = [f"{minute // 60:02}:{minute % 60:02}:00+08" for minute in range(1440)]
NIGHT = 1440


class Due(NamedTuple):
    """When a period ends: the minute from which it is late, and the columns of its row."""

    minute: int
    text: str


COUNTED = (
    *("rule_version", "count", "unit", "raw_end", "end", "roll_reason", "calendar_version"),
    *("provisional", "due_at"),
)


class Dates:
    """The days of a year and a half before `now`, and of those after it in which things are planned."""

    def __init__(self, now: datetime) -> None:
        self.calendar = clocks.calendar()
        today = clocks.local_day(now)
        self.first = today - BACK * DAY
        self.midnight = clocks.instant(self.first)
        self.days = [(self.first + n * DAY).isoformat() for n in range(BACK + AHEAD)]
        self.working = [n for n in range(BACK + AHEAD) if self.calendar.is_working(self.first + n * DAY)]
        self.today = sum(n < BACK for n in self.working)  # which of the working days comes next
        self.now = (now - self.midnight) // timedelta(minutes=1)
        self._due: dict[tuple[str, int], Due] = {}
        self._settings: dict[str, tuple[int, Unit, int]] = {}

    def at(self, working: int, place: int) -> int:
        """The minute of a working day at which something is done; place: 0 to 500, from the morning on."""
        return self.working[min(max(working, 0), len(self.working) - 1)] * NIGHT + OPENS + place

    def working_day(self, minute: int) -> int:
        """Which of the working days an instant falls on, or the last one before it."""
        return bisect_right(self.working, minute // NIGHT) - 1

    def stamp(self, minute: int) -> str:
        """An instant as COPY takes it."""
        return f"{self.days[minute // NIGHT]} {HOURS[minute % NIGHT]}"

    def day(self, minute: int, later: int = 0) -> str:
        """The day of an instant, or one so many days later."""
        return self.days[min(minute // NIGHT + later, len(self.days) - 1)]

    def due(self, term: Term, minute: int) -> Due:
        """How a term that starts at an instant is counted; periods in hours there are none of."""
        asked = term.code, minute // NIGHT
        found = self._due.get(asked)
        if found is None:
            found = self._due[asked] = self._count(term, minute // NIGHT)
        return found

    def _count(self, term: Term, day: int) -> Due:
        if term.code not in self._settings:
            self._settings[term.code] = clocks.setting(term)
        number, unit, version = self._settings[term.code]
        counted = count(self.midnight + day * DAY, number, unit, calendar=self.calendar)
        columns = {"rule_version": version, "count": number, "unit": unit, **clocks.outcome(counted)}
        text = "\t".join(_text(columns[name]) for name in COUNTED)
        return Due((counted.due_at - self.midnight) // timedelta(minutes=1), text)


def _text(value: object) -> str:
    return value.isoformat() if hasattr(value, "isoformat") else str(value)
