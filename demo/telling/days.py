"""On which days, and when, do the demo's stories happen? In the working hours of past working days."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from casework.deadlines import clocks
from casework.deadlines.clocks import instant, local_day
from casework.terms.calendar import DAY
from casework.terms.count import Unit, count

OPENS, NOON, CLOSES = 9, 12, 18
STEP = timedelta(minutes=6)


def at(day: date, hour: int) -> datetime:
    return instant(day) + timedelta(hours=hour)


class Days:
    """A story's clock. It stands at a moment of a working day and goes on a little with each action.

    Days are told as working days before the day of the command, so that no action lies ahead.
    """

    def __init__(self, now: datetime) -> None:
        self.today = local_day(now)
        self.calendar = clocks.calendar()
        self._moment = now

    def working_day(self, ago: int) -> date:
        """The working day so many before the day of the command, which is itself never meant."""
        day = self.today
        while ago:
            day -= DAY
            ago -= self.calendar.is_working(day)
        return day

    def go(self, ago: int) -> None:
        """To the morning of a working day."""
        self._moment = at(self.working_day(ago), OPENS)

    def next(self) -> datetime:
        """The moment of the next action. Raises ValueError when a story asks too much of a day."""
        self._moment += STEP
        if self._moment > at(self.day, CLOSES):
            raise ValueError(f"the story has too many actions on {self.day}")
        return self._moment

    @property
    def day(self) -> date:
        """The day at which the story has come."""
        return local_day(self._moment)

    def begun(self, number: int, left: int) -> date:
        """The day on which a period of calendar days began that ends so many days from today.

        left: 0 for today, negative for an end that has passed. No period ends on a day of rest, so the end
        is the nearest that there is: on or after the day where it is to come, before it where it is to have
        passed. It never begins after the last working day, for there is somebody who enters it.
        """
        wanted, day = self.today + left * DAY, self.working_day(1)
        if left < 0:
            while self._end(day, number) > wanted:
                day -= DAY
            return day
        while self._end(day - DAY, number) >= wanted:
            day -= DAY
        return day

    def _end(self, day: date, number: int) -> date:
        return count(instant(day), number, Unit.CALENDAR, calendar=self.calendar).end

    def ago(self, day: date) -> int:
        """The first working day on or after a day, told as working days before the day of the command."""
        ago = 1
        while self.working_day(ago + 1) >= day:
            ago += 1
        return ago
