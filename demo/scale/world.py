"""With what is everything made? The country, its market, the register, the days and one source of chance."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

from demo.scale.dates import Dates
from demo.scale.market import Market
from demo.scale.offices import Country
from demo.scale.rates import Rates
from demo.scale.register import Register
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

    def moments(self, first: int, gaps: tuple[int, ...], place: int = 0) -> list[int]:
        """The minutes of steps that follow one another: the first on a working day, each further one so many
        working days after the one before, a little later in the day."""
        found, day = [self.dates.at(first, place)], first
        for step, gap in enumerate(gaps, start=1):
            day += gap
            found.append(self.dates.at(day, place + step * 11))
        return found
