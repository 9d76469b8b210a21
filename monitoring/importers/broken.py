"""Which measured values of a notice break the limit beside them? In exact decimals, where it is certain.

A notice says what failed; where no cell does, it follows from value and limit. What cannot be read with
certainty (grades, colours, a power whose exponent was lost) breaks nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from decimal import Decimal
from functools import lru_cache

from catalogue.limits import Limit, Share, read_limit, signed
from catalogue.numerals import NUMBER, Unreadable, number, plain
from catalogue.units import converted, same
from monitoring.importers.cells import REMEMBERED
from monitoring.importers.measurements import Measured

LONGEST = 200
_VALUE = re.compile(rf"([<>≤≥])?\s{{0,9}}({NUMBER})\s{{0,9}}([^\d\s<>≤≥=±~+,;.-][^<>≤≥=±~;]{{0,20}})?")
_BETWEEN_VALUES = re.compile("[;；,，、\n]")
_ABSENT = re.compile(r"(?:均?未检出|nd)(?:[/(（ A-Z].{0,60})?")
_PRESENT = re.compile(r"检出(?:[/(（ A-Z].{0,60})?")
# A plan of sampling by GB 4789.1: of n parts at most c above m, none above M.
_PLAN = re.compile(r"([ncmM])\s{0,9}=\s{0,9}([^,，;；=]{1,40})")
_FIGURE = re.compile(rf"(?:10\^\d{{1,2}}|{NUMBER})")


def failing(measured: Iterable[Measured]) -> tuple[str, ...]:
    """The items whose value breaks its limit, each once."""
    broken = (one.item for one in measured if breaks(one.value, one.limit))
    return tuple(dict.fromkeys(broken))


@lru_cache(REMEMBERED)
def breaks(value: str, limit: str) -> bool | None:
    """Whether a value breaks a limit; None where that cannot be said."""
    if not value or not limit or len(value) > LONGEST or len(limit) > LONGEST:
        return None
    try:
        plan = _plan(limit)
        if plan:
            return _against_plan(value, plan)
        allowed = read_limit(limit)
        found = [_beyond(part, allowed) for part in _values(value)]
    except Unreadable:
        return None
    if any(found):
        return True
    return False if found and None not in found else None


def _values(value: str) -> list[str]:
    parts = [part.strip() for part in _BETWEEN_VALUES.split(value)]
    return [part for part in parts if part]


def _beyond(value: str, limit: Limit) -> bool | None:
    """Whether one value lies beyond a limit. Raises Unreadable."""
    if limit.share != Share.NONE:
        return None
    if _ABSENT.fullmatch(plain(value)):
        return False if limit.low is None else None
    if _PRESENT.fullmatch(plain(value)):
        return True if limit.absent else None
    sign, figure = _figure(value, limit.unit)
    if figure is None:
        return None
    if limit.absent:
        return figure > 0 if not sign else None
    above = limit.high is not None and (figure > limit.high or (limit.below and figure == limit.high))
    beneath = limit.low is not None and (figure < limit.low or (limit.above and figure == limit.low))
    if not sign:
        return above or beneath
    # "<5" stands for everything below 5: certain only where all of that lies on one side.
    if sign in "<≤":
        return True if beneath else (False if limit.low is None and not above else None)
    return True if above else (False if limit.high is None and not beneath else None)


def _figure(value: str, unit: str) -> tuple[str, Decimal | None]:
    """The sign and figure of a value in the limit's unit; no figure where it cannot be had."""
    found = _VALUE.fullmatch(signed(value))
    if found is None:
        return "", None
    figure, own = number(found[2]), (found[3] or "").strip()
    if own and unit and not same(own, unit):
        return found[1] or "", converted(figure, own, unit)
    return found[1] or "", figure


# --- plans of sampling -------------------------------------------------------------------------------------


def _plan(limit: str) -> dict[str, Decimal]:
    """The figures of `n=5,c=2,m=3×10⁴,M=10⁵CFU/g` by their letters; empty where it is no plan."""
    found = {letter: _leading(text) for letter, text in _PLAN.findall(plain(limit))}
    return found if {"n", "c", "m"} <= set(found) else {}


def _leading(text: str) -> Decimal:
    """The figure that a text begins with. Raises Unreadable."""
    found = _FIGURE.match(text.strip())
    if found is None:
        raise Unreadable(text)
    figure = found[0]
    return number(f"1×{figure}" if figure.startswith("10^") else figure)


def _against_plan(value: str, plan: dict[str, Decimal]) -> bool | None:
    """Whether so many parts exceed what the plan allows. Raises Unreadable."""
    parts = [_part(text) for text in _values(value)]
    over = sum(part is not None and part > plan["m"] for part in parts)
    most = plan.get("M")
    beyond = most is not None and any(part is not None and part > most for part in parts)
    if beyond or over > plan["c"]:
        return True
    return False if len(parts) == plan["n"] and None not in parts else None


def _part(text: str) -> Decimal | None:
    """What one part had; what was detected without a figure is more than none."""
    if _ABSENT.fullmatch(plain(text)):
        return Decimal(0)
    if _PRESENT.fullmatch(plain(text)):
        return Decimal("Infinity")
    found = _VALUE.fullmatch(signed(text))
    if found is None:
        raise Unreadable(text)
    figure = number(found[2])
    return Decimal(0) if found[1] in ("<", "≤") else figure
