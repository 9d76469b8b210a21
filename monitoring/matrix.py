"""How grave is a risk? Severity and probability of harm through a published matrix, in exact fractions.

The matrices are data with a version: an assessment keeps the version that it was made by. Comparisons are
strict and nothing is rounded, so 0.51 is more than a half, and a scenario with an impossible step has
probability zero.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from math import prod

from django.db.models import TextChoices
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class RiskLevel(TextChoices):
    LOW = "low", _("Low")
    MEDIUM = "medium", _("Medium")
    HIGH = "high", _("High")
    SERIOUS = "serious", _("Serious")


LOW, MEDIUM, HIGH, SERIOUS = RiskLevel.LOW, RiskLevel.MEDIUM, RiskLevel.HIGH, RiskLevel.SERIOUS
SEVERITIES = (1, 2, 3, 4)
Row = tuple[RiskLevel, RiskLevel, RiskLevel, RiskLevel]


@dataclass(frozen=True)
class Matrix:
    """A risk matrix. bands: (bound, levels for severity 1 to 4); a probability greater than the bound falls
    into the band, and the first band that fits holds. rest: the levels below the last bound. raises:
    (items in use, {level: level}); the last entry whose number is exceeded holds."""

    version: str
    label: str | Promise
    source: str
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
        return self._raised(self.row(self.band(probability))[severity - 1], units)

    def _raised(self, level: RiskLevel, units: int | None) -> RiskLevel:
        found = level
        for exceeded, change in self.raises:
            if units is not None and units > exceeded:
                found = change.get(level, level)
        return found

    def sensitivity(
        self, severity: int, probability: Fraction, units: int | None = None
    ) -> dict[str, RiskLevel]:
        """The level when one factor is a band off: severity_less, severity_more, probability_less, _more.
        Factors that are at their end already are left out."""
        _check(severity, probability)
        band = self.band(probability)
        moved = {
            "severity_less": (severity - 1, band),
            "severity_more": (severity + 1, band),
            "probability_less": (severity, band + 1),
            "probability_more": (severity, band - 1),
        }
        return {
            name: self._raised(self.row(b)[s - 1], units)
            for name, (s, b) in moved.items()
            if s in SEVERITIES and 0 <= b <= len(self.bands)
        }


def _check(severity: int, probability: Fraction) -> None:
    if severity not in SEVERITIES:
        raise ValueError(f"severity {severity} is not one of 1 to 4")
    if not 0 <= probability <= 1:
        raise ValueError(f"probability {probability} does not lie between 0 and 1")


def probability(steps: Iterable[Fraction]) -> Fraction:
    """The probability of a scenario: the product of its steps'. One impossible step makes it impossible."""
    return prod(steps, start=Fraction(1))


_EU_BANDS: tuple[tuple[Fraction, Row], ...] = (
    (Fraction(1, 2), (HIGH, SERIOUS, SERIOUS, SERIOUS)),
    (Fraction(1, 10), (MEDIUM, SERIOUS, SERIOUS, SERIOUS)),
    (Fraction(1, 100), (MEDIUM, SERIOUS, SERIOUS, SERIOUS)),
    (Fraction(1, 1_000), (LOW, HIGH, SERIOUS, SERIOUS)),
    (Fraction(1, 10_000), (LOW, MEDIUM, HIGH, SERIOUS)),
    (Fraction(1, 100_000), (LOW, LOW, MEDIUM, HIGH)),
    (Fraction(1, 1_000_000), (LOW, LOW, LOW, MEDIUM)),
)
_EU_REST: Row = (LOW, LOW, LOW, LOW)

MATRICES: dict[str, Matrix] = {
    matrix.version: matrix
    for matrix in (
        Matrix("eu-2019-417", _("EU matrix of 2019"), "Decision (EU) 2019/417", _EU_BANDS, _EU_REST),
        Matrix(
            "eu-2019-417-units",
            _("EU matrix of 2019, raised by the items in use"),
            "Decision (EU) 2019/417; OPSS PRISM",
            _EU_BANDS,
            _EU_REST,
            raises=(
                (100_000, {LOW: MEDIUM, MEDIUM: HIGH}),
                (500_000, {LOW: MEDIUM, MEDIUM: HIGH, HIGH: SERIOUS}),
                (1_000_000, {LOW: HIGH, MEDIUM: SERIOUS, HIGH: SERIOUS}),
            ),
        ),
    )
}
DEFAULT = "eu-2019-417"
