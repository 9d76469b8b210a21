"""At which value of one factor alone does the risk level change? Exactly, from the bounds of the matrix.

A scenario's probability is the product of its steps, so with the other steps fixed each bound of the matrix
is one value of the step; between two such values the level does not change. The highest scenario governs:
where the governing one falls below another, that other one holds the level.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import pairwise
from typing import Literal

from django.utils.translation import gettext as _

from monitoring.criteria.matrix import SEVERITIES, Matrix, RiskLevel, probability, rank


@dataclass(frozen=True)
class Harm:
    """An injury scenario as a matrix sees it. severity: 1 to 4. steps: their probabilities."""

    severity: int
    steps: tuple[Fraction, ...]

    @property
    def probability(self) -> Fraction:
        return probability(self.steps)


@dataclass(frozen=True)
class Flip:
    """The level that a factor brings about: if it is more than the bound, or with more=False at most that.

    factor: "step", "severity" or "units". place: which step, 1 for the first; 0 otherwise. A severity has
    whole numbers: there more means the bound or more.
    """

    factor: Literal["step", "severity", "units"]
    place: int
    more: bool
    bound: Fraction | int
    level: RiskLevel

    def __str__(self) -> str:
        """The same as a sentence."""
        told = {
            "level": RiskLevel(self.level).label,
            "n": self.place,
            "bound": exactly(self.bound) if isinstance(self.bound, Fraction) else self.bound,
        }
        match self.factor, self.more:
            case "step", True:
                return _("The level becomes “%(level)s” if step %(n)d is more than %(bound)s.") % told
            case "step", False:
                return _("The level becomes “%(level)s” if step %(n)d is %(bound)s or less.") % told
            case "severity", True:
                return _("The level becomes “%(level)s” if the severity is %(bound)s or more.") % told
            case "severity", False:
                return _("The level becomes “%(level)s” if the severity is %(bound)s or less.") % told
            case _units, True:
                return _("The level becomes “%(level)s” with more than %(bound)s items in use.") % told
        return _("The level becomes “%(level)s” with %(bound)s items in use or fewer.") % told


def exactly(value: Fraction) -> str:
    """A fraction as people read it, with its per cents: 1/8 (12.5 %)."""
    if value.denominator == 1:
        return str(value)
    hundredfold = value * 100
    text = f"{float(hundredfold):.3g}"
    if "e" in text:
        return str(value)
    return f"{value} ({'' if Fraction(text) == hundredfold else '≈ '}{text} %)"


def level_of(matrix: Matrix, harms: Sequence[Harm], units: int | None = None) -> RiskLevel:
    """The level of the highest scenario."""
    return max((matrix.level(harm.severity, harm.probability, units) for harm in harms), key=rank)


def governing(matrix: Matrix, harms: Sequence[Harm], units: int | None = None) -> int:
    """The place of the scenario that governs: of the highest level, then the gravest, then the likeliest."""

    def weight(place: int) -> tuple[int, int, Fraction]:
        harm = harms[place]
        return rank(matrix.level(harm.severity, harm.probability, units)), harm.severity, harm.probability

    return max(range(len(harms)), key=weight)


def flips(matrix: Matrix, harms: Sequence[Harm], units: int | None = None) -> Iterator[Flip]:
    """Every change of the level that one factor of the governing scenario alone would bring about."""
    place = governing(matrix, harms, units)
    harm = harms[place]

    def with_(changed: Harm) -> list[Harm]:
        return [changed if at == place else other for at, other in enumerate(harms)]

    for at, now in enumerate(harm.steps):
        rest = probability(step for other, step in enumerate(harm.steps) if other != at)
        if rest:
            bounds = sorted({bound / rest for bound, _row in matrix.bands if bound < rest})
            levels = [
                level_of(matrix, with_(replace(harm, steps=(at_most * rest,))), units)
                for at_most in (*bounds, Fraction(1))
            ]
            yield from _steps(at + 1, now, bounds, levels)
    levels = [level_of(matrix, with_(replace(harm, severity=each)), units) for each in SEVERITIES]
    for lower, higher in pairwise(SEVERITIES):
        before, after = levels[lower - 1], levels[higher - 1]
        if before != after and higher > harm.severity:
            yield Flip("severity", 0, True, higher, after)
        if before != after and lower < harm.severity:
            yield Flip("severity", 0, False, lower, before)
    for exceeded, _change in matrix.raises:
        before, after = level_of(matrix, harms, exceeded), level_of(matrix, harms, exceeded + 1)
        if before != after and (units or 0) <= exceeded:
            yield Flip("units", 0, True, exceeded, after)
        elif before != after:
            yield Flip("units", 0, False, exceeded, before)


def _steps(
    place: int, now: Fraction, bounds: Sequence[Fraction], levels: Sequence[RiskLevel]
) -> Iterator[Flip]:
    """The changes at those bounds, of which each has one level up to it and the next one beyond."""
    for bound, before, after in zip(bounds, levels, levels[1:], strict=False):
        if before != after and now <= bound:
            yield Flip("step", place, True, bound, after)
        elif before != after:
            yield Flip("step", place, False, bound, before)
