"""Does a matrix that somebody typed in make sense? Its bounds fall, and its levels rise with both factors."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from django.utils.translation import gettext as _

from monitoring.criteria.matrix import SEVERITIES, RiskLevel, rank

Band = tuple[Fraction | None, Sequence[RiskLevel]]


def faults(bands: Sequence[Band]) -> Iterator[tuple[int, str, str]]:
    """(place of the band, column, what is wrong). The last band, with no bound, lies below the others.

    column: "bound", or "level1" to "level4" for the severity.
    """
    for place, (bound, levels) in enumerate(bands):
        if bound is not None and not 0 < bound < 1:
            yield place, "bound", _("A bound lies between 0 and 1.")
        above = bands[place - 1] if place else None
        if above and bound is not None and above[0] is not None and bound >= above[0]:
            yield place, "bound", _("Each bound is smaller than the one above it.")
        for severity in SEVERITIES:
            level = rank(levels[severity - 1])
            if severity > 1 and level < rank(levels[severity - 2]):
                yield place, f"level{severity}", _("A graver harm is never a lower risk.")
            if above and level > rank(above[1][severity - 1]):
                yield place, f"level{severity}", _("A less likely harm is never a higher risk.")
