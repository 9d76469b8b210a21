"""Is a figure so far from what an item usually comes to that somebody is asked before it counts?"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from catalogue.limits import Limit
from catalogue.numerals import EXACT, spelled
from inspection.judgement.measured import Measured, without_zeros

TIMES = 10  # beyond its limit, where the register says nothing: a slip of the decimal point


@dataclass(frozen=True)
class Usual:
    """What the register says an item usually comes to, in its unit; None: nothing that way."""

    low: Decimal | None = None
    high: Decimal | None = None


def unusual(each: Iterable[Measured], limit: Limit | None, usual: Usual) -> str:
    """The first of these figures, in the unit of the item, that needs a second look, and why; "" for none.

    Outside what the register calls usual; where that is silent, more than ten times above an upper limit or
    under a tenth of a lower one, by which it would fail.
    """
    figures = (one.number for one in each if one.number is not None and not one.sign)
    return next(filter(None, (_why(figure, limit, usual) for figure in figures)), "")


def _why(figure: Decimal, limit: Limit | None, usual: Usual) -> str:
    if usual != Usual():
        low, high = usual.low, usual.high
        if (low is None or figure >= low) and (high is None or figure <= high):
            return ""
        ends = {"low": without_zeros(low) or "–", "high": without_zeros(high) or "–"}
        return _("%(figure)s lies outside what is usual for this item (%(low)s to %(high)s)") % {
            "figure": spelled(figure),
            **ends,
        }
    if limit is None or limit.share or limit.plan:
        return ""
    known = {"figure": spelled(figure), "limit": limit.text}
    if limit.high is not None and limit.high > 0 and figure > EXACT.multiply(limit.high, TIMES):
        return _("%(figure)s is more than ten times the limit (%(limit)s)") % known
    if limit.low is not None and limit.low > 0 and EXACT.multiply(figure, TIMES) < limit.low:
        return _("%(figure)s is less than a tenth of the limit (%(limit)s)") % known
    return ""
