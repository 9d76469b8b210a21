"""Is a better choice near a good one? A part of it is given up, and the best is put in its place.

Again and again: a part is so small that HiGHS finds its best in a fraction of a second. Most often what is
given up is what the programme in parts is least sure of.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from sampling.selection.solver.certificate import Level, surplus
from sampling.selection.solver.market import Program, shut
from sampling.selection.solver.relaxed import Relaxed, model, solver

GIVEN = 0.3  # of a choice is given up at a time
FEW, NEAR = 3, 4  # times the quota may come in: what pays best, and lacks a part of what is open at most
EVEN = 0.02  # the doubt in what the programme in parts takes whole
IN_VAIN = 15  # times without a better choice: then there is an end
ALIKE = 1e-7  # two values that HiGHS need not tell apart


def mend(it: Program, level: Level, parts: Relaxed, top: int, best: Any, left: Callable[[], float]) -> Any:
    """The best choice that is found in the time left, or until nothing better is; top: what none exceeds."""
    chance, vain, value = np.random.default_rng(1), 0, int(level.weights[best].sum())
    gains, shares = surplus(it, level, parts.duals), np.zeros(len(it))
    shares[parts.columns] = np.minimum(parts.shares, 1)
    pays = np.argsort(-gains, kind="stable")[: FEW * it.wanted.quota]
    while vain < IN_VAIN and value < top and left() > 0:
        opened = top - value
        doubt = EVEN + 1 - shares[best] + np.clip(-gains[best] / opened, 0, 1)
        given = chance.choice(best, int(GIVEN * len(best)), replace=False, p=doubt / doubt.sum())
        near = pays[gains[pays] >= -opened / NEAR]
        best, before = _anew(it, level, best, given, near, left()), value
        value = int(level.weights[best].sum())
        vain = 0 if value > before else vain + 1
    return best


def _anew(it: Program, level: Level, best: Any, given: Any, near: Any, seconds: float) -> Any:
    """The best choice with all of another but what is given up, for which others near to paying may come."""
    kept = np.setdiff1d(best, given)
    among = model(it, level, np.union1d(near[~shut(it, kept)[near]], best))
    among.lower[: len(among.columns)][np.isin(among.columns, kept)] = 1
    highs = solver(among, whole=True, time_limit=seconds, mip_rel_gap=ALIKE, mip_abs_gap=0.99)
    start = np.zeros(len(among.costs))
    start[: len(among.columns)] = np.isin(among.columns, best)
    highs.setSolution(len(start), np.arange(len(start), dtype=np.int32), start)
    highs.run()
    found = among.columns[np.array(highs.getSolution().col_value)[: len(among.columns)] > 0.5]
    enough = len(found) >= level.size
    return found if enough and level.weights[found].sum() >= level.weights[best].sum() else best
