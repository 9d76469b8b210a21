"""How much of what was tested failed, and is that more than before?"""

from __future__ import annotations

from typing import NamedTuple

from django.utils.translation import gettext as _

from catalogue.intervals import newcombe, per_cent, wilson

# Of fewer batches no rate is told.
LEAST = 10


class Change(NamedTuple):
    """By how much a rate differs from an earlier one, with its 95 % interval (Newcombe); in points."""

    points: float
    low: float
    high: float

    @property
    def proved(self) -> bool:
        """Whether the interval is all on one side of nothing."""
        return self.low > 0 or self.high < 0

    @property
    def rose(self) -> bool:
        return self.proved and self.points > 0

    @property
    def said(self) -> str:
        """In one word."""
        if not self.proved:
            return _("not clear")
        return _("rose") if self.points > 0 else _("fell")

    @property
    def bounds(self) -> str:
        """The interval in words, for whoever points at it."""
        return _("95 %% interval: %(low)+.1f to %(high)+.1f points") % {"low": self.low, "high": self.high}


class Share(NamedTuple):
    """Of so many batches tested, so many that do not conform."""

    failed: int = 0
    tested: int = 0

    @property
    def enough(self) -> bool:
        """Whether they are enough to tell a rate."""
        return self.tested >= LEAST

    @property
    def rate(self) -> float | None:
        """In per cent; None where there are too few."""
        return per_cent(self.failed / self.tested) if self.enough else None

    @property
    def bounds(self) -> tuple[float, float] | None:
        """The 95 % interval (Wilson) in per cent; None where there are too few."""
        if not self.enough:
            return None
        low, high = wilson(self.failed, self.tested)
        return per_cent(low), per_cent(high)

    def since(self, then: Share) -> Change | None:
        """What has changed; None where there are too few on either side."""
        if not (self.enough and then.enough):
            return None
        low, high = newcombe(self.failed, self.tested, then.failed, then.tested)
        points = self.failed / self.tested - then.failed / then.tested
        return Change(per_cent(points), 100 * low, 100 * high)

    def plus(self, failed: int, tested: int) -> Share:
        return Share(self.failed + failed, self.tested + tested)
