"""Between choices that are as good, which does the seed prefer?

No chosen listing could give its place to one of the same risk that the seed draws before it: so far the lot
decides, and anyone can see that it did.
"""

from __future__ import annotations

from functools import cache
from hashlib import sha256
from typing import Any

import numpy as np

from sampling.selection.solver.market import Program


def settle(it: Program, chosen: Any) -> Any:
    """Exchange one for one, as long as the seed draws another of the same risk before it that fits there."""

    @cache
    def rank(column: int) -> bytes:
        return sha256(f"{it.wanted.seed}:{it.line(column)}".encode()).digest()

    held, rows = set(chosen.tolist()), it.member.T
    left = np.append(it.most, 0)
    np.subtract.at(left, it.member[:, chosen].ravel(), 1)
    left[-1] = len(it) + 1
    budget = it.wanted.budget
    spare = None if budget is None else budget - int(it.price[chosen].sum())
    order = np.lexsort((it.exempt, it.risk))
    key = it.risk[order] * 2 + it.exempt[order]
    changed = True
    while changed:
        changed = False
        for column in sorted(held, key=rank, reverse=True):
            mine = it.risk[column] * 2 + it.exempt[column]
            alike = order[np.searchsorted(key, mine) : np.searchsorted(key, mine, side="right")]
            left[rows[column]] += 1
            fits = alike[(left[it.member[:, alike]] > 0).all(axis=0)]
            if spare is not None:
                fits = fits[it.price[fits] <= spare + it.price[column]]
            free = (each for each in fits.tolist() if each not in held)
            first = min(free, default=column, key=rank)
            better = rank(first) < rank(column)
            taken = first if better else column
            left[rows[taken]] -= 1
            left[-1] = len(it) + 1
            if better:
                held = held - {column} | {taken}
                spare = None if spare is None else spare + int(it.price[column] - it.price[taken])
                changed = True
    return np.array(sorted(held), dtype=np.int64)
