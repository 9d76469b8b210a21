"""How grave is a risk? Severity and probability of harm through a published matrix, in exact fractions.

Comparisons are strict and nothing is rounded, so 0.51 is more than a half, and a scenario with an impossible
step has probability zero. The matrices themselves are data (models.Criteria); those that were printed stand
in published.py.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from math import prod

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class RiskLevel(TextChoices):
    LOW = "low", _("Low")
    MEDIUM = "medium", _("Medium")
    HIGH = "high", _("High")
    SERIOUS = "serious", _("Serious")


LOW, MEDIUM, HIGH, SERIOUS = RiskLevel.LOW, RiskLevel.MEDIUM, RiskLevel.HIGH, RiskLevel.SERIOUS
SCALE = tuple(RiskLevel)
SEVERITIES = (1, 2, 3, 4)
Row = tuple[RiskLevel, RiskLevel, RiskLevel, RiskLevel]


@dataclass(frozen=True)
class Matrix:
    """A risk matrix. bands: (bound, levels for severity 1 to 4); a probability greater than the bound falls
    into the band, and the first band that fits holds. rest: the levels below the last bound. raises:
    (items in use, {level: level}); the last entry whose number is exceeded holds."""

    bands: tuple[tuple[Fraction, Row], ...]
    rest: Row
    raises: tuple[tuple[int, dict[RiskLevel, RiskLevel]], ...] = ()

    def band(self, probability: Fraction) -> int:
        """The place of the band, 0 for the likeliest; len(bands) below the last bound."""
        above = (place for place, (bound, _row) in enumerate(self.bands) if probability > bound)
        return next(above, len(self.bands))

    def row(self, band: int) -> Row:
        return self.bands[band][1] if band < len(self.bands) else self.rest

    def level(self, severity: int, probability: Fraction, units: int | None = None) -> RiskLevel:
        """The risk level. severity: 1 to 4. probability: of harm over the product's life, 0 to 1.
        units: items in use, where the matrix heeds them. Raises ValueError outside these ranges."""
        _check(severity, probability)
        return self.raised(self.row(self.band(probability))[severity - 1], units)

    def raised(self, level: RiskLevel, units: int | None) -> RiskLevel:
        """The level with so many items in use; None is as if there were none."""
        found = level
        for exceeded, change in self.raises:
            if units is not None and units > exceeded:
                found = change.get(level, level)
        return found


def _check(severity: int, probability: Fraction) -> None:
    if severity not in SEVERITIES:
        raise ValueError(f"severity {severity} is not one of 1 to 4")
    if not 0 <= probability <= 1:
        raise ValueError(f"probability {probability} does not lie between 0 and 1")


def probability(steps: Iterable[Fraction]) -> Fraction:
    """The probability of a scenario: the product of its steps'. One impossible step makes it impossible."""
    return prod(steps, start=Fraction(1))


def rank(level: RiskLevel) -> int:
    """The place of a level, 0 for the lowest."""
    return SCALE.index(level)
