"""Why is a listing left out, and which repeats would fill the quota?"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

import numpy as np

from sampling.selection.solver.exact import choose
from sampling.selection.solver.market import Market, Program, Wanted, program

Reason = Literal["known", "price", "shop", "brand", "enterprise", "cap", "budget", "quota"]
SHARED: tuple[Reason, ...] = ("shop", "brand", "enterprise")


@dataclass(frozen=True)
class Blocked:
    """What stands in a listing's way. by: the chosen line that shares its shop, brand or enterprise."""

    reason: Reason
    by: int | None = None


def blocked(
    market: Market, wanted: Wanted, selected: Collection[int], repeated: Collection[int] = ()
) -> dict[int, tuple[Blocked, ...]]:
    """Of each line left out, all that stands in its way. repeated: chosen as repeats, which block none."""
    it = program(market, wanted)
    chosen = np.isin(market.line, list(selected))
    within = chosen & ~np.isin(market.line, list(repeated))
    why: dict[int, list[Blocked]] = {line: [] for line in market.line[~chosen].tolist()}
    for reason, places in _unable(market, wanted):
        for line in market.line[places & ~chosen].tolist():
            why[line].append(Blocked(reason))
    for name in SHARED:
        codes = getattr(market, name)
        holder = dict(zip(codes[within].tolist(), market.line[within].tolist(), strict=True))
        lines = market.line[~chosen].tolist()
        for line, code in zip(lines, codes[~chosen].tolist(), strict=True):
            if code >= 0 and code in holder:
                why[line].append(Blocked(name, holder[code]))
    for line in _capped(it, chosen):
        if line in why:
            why[line].append(Blocked("cap"))
    left = None if wanted.budget is None else wanted.budget - int(market.price[chosen].sum())
    for line, price in zip(market.line.tolist(), market.price.tolist(), strict=True):
        if line in why:
            if left is not None and price > left:
                why[line].append(Blocked("budget"))
            if len(selected) >= wanted.quota:
                why[line].append(Blocked("quota"))
    return {line: tuple(each) for line, each in why.items()}


def _unable(market: Market, wanted: Wanted) -> list[tuple[Reason, Any]]:
    found: list[tuple[Reason, Any]] = [("known", market.known != 0)]
    if wanted.budget is not None:
        found.append(("price", market.price < 0))
    return found


def _capped(it: Program, chosen: Any) -> list[int]:
    """The lines of which a cap allows no more."""
    full: set[int] = set()
    taken = np.flatnonzero(chosen[it.of] & ~it.exempt)
    for (name, _first), belongs in zip(it.named, it.member, strict=True):
        if name == "cap":
            count = np.bincount(belongs[taken], minlength=it.rows + 1)[:-1]
            closed = np.append(count >= it.most, False)
            full.update(it.lines(np.flatnonzero(closed[belongs])))
    return sorted(full)


def exceptions(market: Market, wanted: Wanted, *, seconds: float) -> Sequence[int]:
    """The lines of the smallest set of repeats that would fill the quota, or come as near to it as any.

    As if each might repeat: the choice then has the greatest size, and of those the fewest repeats.
    """
    every = frozenset(market.line[market.known == 0].tolist())
    return choose(market, replace(wanted, allowed=every), seconds=seconds).repeated
