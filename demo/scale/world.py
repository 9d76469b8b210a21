"""With what is everything made? The country, its market, the register, the days and one source of chance."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from random import Random

from demo.scale.courses import Course
from demo.scale.dates import Dates
from demo.scale.market import Market
from demo.scale.offices import Country
from demo.scale.rates import Rates
from demo.scale.register import Filed, Register
from demo.scale.sheets import Sheets


@dataclass
class World:
    """What the makers share. random: seeded, so that the same call makes the same rows."""

    sheets: Sheets
    dates: Dates
    country: Country
    market: Market
    register: Register
    rates: Rates
    random: Random

    def times(self, filed: Filed, course: Course, moments: Sequence[int]) -> dict[str, str]:
        """When each step that a record has taken was taken, by the step's name."""
        return {
            step.name: self.dates.stamp(minute)
            for step, minute in zip(course.steps[: filed.done], moments, strict=False)
        }

    def moments(self, first: int, gaps: tuple[int, ...], place: int = 0) -> list[int]:
        """The minutes of steps that follow one another: the first on a working day, each further one so many
        working days after the one before, a little later in the day."""
        found, day = [self.dates.at(first, place)], first
        for step, gap in enumerate(gaps, start=1):
            day += gap
            found.append(self.dates.at(day, place + step * 11))
        return found


def day(stamp: str | None) -> str | None:
    """The day of an instant as COPY takes it."""
    return stamp[:10] if stamp else None
