"""When does what happen? In working hours of past working days; an instant is a minute since a first day."""

from __future__ import annotations

from bisect import bisect_right
from datetime import datetime, timedelta
from typing import NamedTuple

from casework.deadlines import clocks
from casework.terms.calendar import DAY
from casework.terms.count import count
from casework.terms.table import Term
from demo.scale.sheets import NULL

BACK, AHEAD = 540, 420  # days
OPENS = 9 * 60
HOURS = [f"{minute // 60:02}:{minute % 60:02}:00+08" for minute in range(1440)]
NIGHT = 1440


class Due(NamedTuple):
    """When a period ends: the minute from which it is late, the columns of its row, and the minutes at which
    somebody is told."""

    minute: int
    text: str
    tells: tuple[int, ...]


COUNTED = (
    *("rule_version", "count", "unit", "roll", "opens", "warn_at", "opens_on", "raw_end", "end"),
    *("roll_reason", "calendar_version", "provisional", "due_at", "tells"),
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
        # All at once: later the connection is busy with rows.
        self._rules = clocks.rules(self.first)

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
        rule, began = self._rules[term.code], self.midnight + day * DAY
        counted = count(
            began, rule.number, rule.unit, calendar=self.calendar, roll=rule.roll, opens=rule.opens
        )
        tells = clocks.tells(began, counted.due_at, rule.warn_at)
        columns = {
            "rule_version": rule.version,
            "count": rule.number,
            "unit": rule.unit,
            "roll": rule.roll,
            "opens": rule.opens,
            "warn_at": rule.warn_at,
            "tells": tells,
            **clocks.outcome(counted),
        }
        text = "\t".join(_text(columns[name]) for name in COUNTED)
        minutes = [(tell - self.midnight) // timedelta(minutes=1) for tell in tells]
        return Due(minutes[-1], text, tuple(minutes))


def _text(value: object) -> str:
    """A value as COPY takes it."""
    if isinstance(value, list | tuple):
        return f"{{{','.join(_text(item) for item in value)}}}"
    if value is None:
        return NULL
    return value.isoformat() if hasattr(value, "isoformat") else str(value)
