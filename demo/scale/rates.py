"""How often do goods fail? By category, platform and price band, each with a rate of its own."""

from __future__ import annotations

from random import Random

from portals.ranking import BANDS

# Of all categories together: a Beta whose mean is an eighth. And how near a cell keeps to its category.
A, B = 3.0, 21.0
NEAR = 20.0


class Rates:
    """The rates of a country, drawn when they are first asked for; the same for a seed in whatever order."""

    def __init__(self, seed: str) -> None:
        self.seed = seed
        self.known: dict[tuple[str, ...], float] = {}

    def of(self, category: str, platform: str, price: int, *, targeted: bool) -> float:
        """The share of these goods that fails, 0 to 1. targeted: of those that somebody suspects, which fail
        as often as one of two would."""
        cell = (category, platform, band(price))
        if cell not in self.known:
            mean = self._draw(category).betavariate(A, B)
            self.known[cell] = self._draw(*cell).betavariate(mean * NEAR, (1 - mean) * NEAR)
        rate = self.known[cell]
        return 1 - (1 - rate) ** 2 if targeted else rate

    def _draw(self, *names: str) -> Random:
        return Random("\t".join((self.seed, "rates", *names)))  # noqa: S311


def band(price: int) -> str:
    """The price band of the ranking in which a price lies."""
    return next(name for name, below, _label in BANDS if below is None or price < below)
