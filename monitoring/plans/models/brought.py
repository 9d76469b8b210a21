"""What did a plan bring, as figures that were counted when it was evaluated?"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from casework.models.facts import Fact, Facts, Said, Sayings

OF_FIGURES: Sayings = {
    "fulfilment": Said(_("Fulfilment")),
    "in_time": Said(_("On time")),
    "spent": Said(_("Spent less refunds, yuan"), unit="CNY"),
    "cost_of_a_batch": Said(_("Cost a batch less refunds, yuan"), unit="CNY"),
    "failed": Said(_("Non-conforming")),
    "fed_back_in_time": Said(_("Feedback in time")),
}


def _said(key: str, value: str) -> Fact:
    return OF_FIGURES[key].fact(key, value)


@dataclass(frozen=True)
class Figures:
    """Counts of a plan. planned to missing: batches; missing: those that ended without a report. in_time:
    accepted that arrived within the plan's period. spent: yuan, less refunds, as text. failed: of those
    reported; low and high: the Wilson interval of their share, in per cent, None where nothing is reported.
    due and met: answers of platforms and regulators whose term is over, and those that came in time."""

    planned: int
    accepted: int
    missing: int
    in_time: int
    spent: str
    reported: int
    failed: int
    low: float | None
    high: float | None
    due: int
    met: int

    def kept(self) -> dict[str, Any]:
        """As they are kept with the plan."""
        return asdict(self)

    def told(self) -> Facts:
        """(what is meant, the figure) as a page and a paper have it."""
        fulfilled = gettext(
            "%(done)d of %(all)d batches reported (%(share)s); %(missing)d ended without a report"
        ) % {
            "done": self.reported,
            "all": self.planned,
            "share": _share(self.reported, self.planned),
            "missing": self.missing,
        }
        found: Facts = [
            _said("fulfilment", fulfilled),
            _said("in_time", _of(self.in_time, self.accepted)),
            _said("spent", self.spent),
        ]
        if self.accepted:
            cost = (Decimal(self.spent) / self.accepted).quantize(Decimal("0.01"))
            found.append(_said("cost_of_a_batch", str(cost)))
        failed = _of(self.failed, self.reported)
        if self.low is not None:
            failed += " " + gettext("(95 %% interval: %(low)s %% to %(high)s %%)") % {
                "low": self.low,
                "high": self.high,
            }
        return [*found, _said("failed", failed), _said("fed_back_in_time", _of(self.met, self.due))]


def _of(some: int, all_of: int) -> str:
    return gettext("%(some)d of %(all)d (%(share)s)") % {
        "some": some,
        "all": all_of,
        "share": _share(some, all_of),
    }


def _share(some: int, all_of: int) -> str:
    return f"{100 * some / all_of:.1f} %" if all_of else "—"
