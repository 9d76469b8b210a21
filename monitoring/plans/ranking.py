"""Which kinds of goods fail most, how sure is that, and where should the next batches go? (features 3.7)

Pure arithmetic. A cell is what is ranked: a product category, on a platform, in a price band; of so many
batches tested so many failed. What few batches say is drawn towards what all cells say together (empirical
Bayes), so that one failure of one batch is not a rate of a hundred per cent.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import floor, sqrt
from random import Random
from typing import Any

from numpy import array, exp, log
from scipy.optimize import minimize
from scipy.special import betaincc, betaincinv, betaln, digamma

Tried = tuple[int, int]  # failed, tested

# What is believed of a cell while there are too few to say: 3,476 of 28,265 batches failed in the national
# spot checks of 2023, and that counts as much as ten batches.
NATIONAL = 3_476 / 28_265
NATIONAL_WEIGHT = 10.0
FEWEST = 5
# No parameter is fitted below this; above, the prior is never surer than all that was tested.
LEAST = 0.1
# Of the interval, what lies outside on either side.
TAIL = 0.05


@dataclass(frozen=True)
class Prior:
    """Beta(a, b): what is believed of a cell before its own batches are looked at. fitted: over how many
    cells it was fitted; 0 = it is the national mean."""

    a: float
    b: float
    fitted: int = 0

    @property
    def mean(self) -> float:
        return self.a / (self.a + self.b)

    @property
    def weight(self) -> float:
        """As how many batches it counts."""
        return self.a + self.b


DEFAULT = Prior(NATIONAL * NATIONAL_WEIGHT, (1 - NATIONAL) * NATIONAL_WEIGHT)


@dataclass(frozen=True)
class Cell:
    """What is ranked, by its names, and of its batches how many failed."""

    names: tuple[str, ...]
    failed: int
    tested: int


@dataclass(frozen=True)
class Ranked:
    """A cell whose failure rate is spread as Beta(a, b), and how likely it exceeds the threshold."""

    cell: Cell
    a: float
    b: float
    exceeds: float

    @property
    def mean(self) -> float:
        """The rate to expect, from 0 to 1: between the prior's and the one observed."""
        return self.a / (self.a + self.b)

    @property
    def interval(self) -> tuple[float, float]:
        """Where the rate lies with a probability of 90 %, as much being left out below as above."""
        low, high = betaincinv(self.a, self.b, (TAIL, 1 - TAIL))
        return float(low), float(high)

    @property
    def weight(self) -> float:
        """Neyman's: how far one batch's verdict spreads, times the volume. How many batches of the cell were
        tested stands for its volume, as sales are not known."""
        return sqrt(self.mean * (1 - self.mean)) * self.cell.tested


@dataclass(frozen=True)
class Proposed:
    """How many batches a cell is to get; at_random: how many of them fell to it by lot."""

    batches: int
    at_random: int


# --- what all cells say together ---------------------------------------------------------------------------


def prior(cells: Iterable[Cell]) -> Prior:
    """The Beta under which the counts of all cells are likeliest; the national mean where they are too few
    to tell."""
    tried = Counter((cell.failed, cell.tested) for cell in cells if cell.tested)
    number = sum(tried.values())
    if number < FEWEST or not any(tested > 1 for _failed, tested in tried):
        return DEFAULT
    a, b = fit(tried)
    return Prior(a, b, fitted=number)


def likelihood(a: float, b: float, tried: Mapping[Tried, int]) -> float:
    """The logarithm of the beta-binomial likelihood, without what does not depend on a and b."""
    failed, tested, times = _columns(tried)
    return float(times @ (betaln(a + failed, b + tested - failed) - betaln(a, b)))


def fit(tried: Mapping[Tried, int]) -> tuple[float, float]:
    """The a and b of the greatest likelihood, sought by their logarithms within bounds.

    Where the cells do not differ more than chance explains, the likelihood grows with a + b without end; each
    of them stops at as many as were tested.
    """
    failed, tested, times = _columns(tried)
    most = max(2.0, float(times @ tested))

    def downhill(at: Any) -> tuple[float, Any]:
        """The likelihood and its slopes by log a and log b, both upside down: what is least is sought."""
        a, b = exp(at)
        both = digamma(a + b) - digamma(a + b + tested)
        by_a = a * (times @ (digamma(a + failed) - digamma(a) + both))
        by_b = b * (times @ (digamma(b + tested - failed) - digamma(b) + both))
        return -likelihood(a, b, tried), array([-by_a, -by_b])

    mean = float(times @ failed) / float(times @ tested)
    begin = [min(max(NATIONAL_WEIGHT * share, LEAST), most) for share in (mean, 1 - mean)]
    bounds = [(log(LEAST), log(most))] * 2
    found = minimize(downhill, log(begin), method="SLSQP", jac=True, bounds=bounds, options={"ftol": 1e-13})
    a, b = exp(found.x)
    return float(a), float(b)


def _columns(tried: Mapping[Tried, int]) -> Any:
    """Failed, tested, and how many cells have these, as one array each."""
    return array([(failed, tested, times) for (failed, tested), times in tried.items()], dtype=float).T


# --- what is said of each cell -----------------------------------------------------------------------------


def rank(cells: Iterable[Cell], before: Prior, threshold: float) -> list[Ranked]:
    """The cells, the one first whose rate likeliest exceeds the threshold (0 to 1). Cells without a tested
    batch are left out."""
    found = []
    for cell in cells:
        if cell.tested:
            a, b = before.a + cell.failed, before.b + cell.tested - cell.failed
            found.append(Ranked(cell, a, b, float(betaincc(a, b, threshold))))
    return sorted(found, key=lambda each: (-each.exceeds, -each.mean, each.cell.names))


# --- where the next batches go -----------------------------------------------------------------------------


def propose(ranked: Sequence[Ranked], budget: int, most: int, share: float, seed: str) -> list[Proposed]:
    """How the batches of a budget are laid out over the cells, in their order; each cell gets `most` at most.

    A share of them (0 to 1) falls by lot, so that what nobody suspects is looked at too; the same seed draws
    the same lots. The others follow Neyman. What the caps leave no room for is not laid out.
    """
    by_lot = round(budget * share)
    aimed = allocate([each.weight for each in ranked], [most] * len(ranked), budget - by_lot)
    # The lots are drawn over the names in their order, whatever rank the cells have.
    order = sorted(range(len(ranked)), key=lambda place: ranked[place].cell.names)
    drawn = scatter([most - aimed[place] for place in order], by_lot, seed)
    lots = dict(zip(order, drawn, strict=True))
    return [Proposed(aimed[place] + lots[place], lots[place]) for place in range(len(ranked))]


def allocate(weights: Sequence[float], caps: Sequence[int], budget: int) -> list[int]:
    """Whole batches in proportion to the weights, none beyond its cap, by the largest remainder.

    They sum to the budget, or to the caps of what has a weight if those are less.
    """
    given = [0] * len(weights)
    free = {place for place, weight in enumerate(weights) if weight > 0 and caps[place] > 0}
    left = budget
    while free:
        rate = left / sum(weights[place] for place in free)
        full = {place for place in free if rate * weights[place] >= caps[place]}
        if not full:
            break
        for place in full:
            given[place] = caps[place]
        left -= sum(caps[place] for place in full)
        free -= full
    if not free:
        return given
    parts = {place: rate * weights[place] for place in free}
    for place, part in parts.items():
        given[place] = floor(part)
    rest = left - sum(given[place] for place in free)
    largest = sorted(free, key=lambda place: (given[place] - parts[place], -weights[place], place))
    for place in largest[:rest]:
        given[place] += 1
    return given


def scatter(room: Sequence[int], number: int, seed: str) -> list[int]:
    """So many batches, one by one to a cell drawn from those that still have room; the same for a seed."""
    given, draw = [0] * len(room), Random(seed)  # noqa: S311  repeatable on purpose; no secret
    free = [place for place, space in enumerate(room) if space > 0]
    for _one in range(min(number, sum(room))):
        # Of Random's methods only random() is promised to draw the same in every version of Python.
        at = int(draw.random() * len(free))
        place = free[at]
        given[place] += 1
        if given[place] == room[place]:
            free.pop(at)
    return given
