"""What is chosen by whoever goes through the listings once, and takes each that still fits?"""

from __future__ import annotations

from collections.abc import Callable
from hashlib import sha256
from typing import Any

import numpy as np

from sampling.selection.solver.market import Program

TOGETHER = 4096

Columns = Any  # places of a program, int64
NONE: Columns = np.zeros(0, dtype=np.int64)


def by_risk(program: Program) -> Columns:
    """The order of the greatest risk first, then of the lines; repeats last."""
    return np.lexsort((program.market.line[program.of], -program.risk, program.exempt))


def by_lot(program: Program) -> Columns:
    """The order of SHA-256(seed:line), which nobody foresees without the seed; repeats last."""
    seed = program.wanted.seed
    drawn = [sha256(f"{seed}:{line}".encode()).digest() for line in program.market.line[program.of].tolist()]
    order = sorted(range(len(drawn)), key=drawn.__getitem__)
    return np.array(sorted(order, key=program.exempt.__getitem__), dtype=np.int64)


def fill(program: Program, order: Columns, chosen: Columns = NONE) -> Columns:
    """Beside what is chosen, take what fits in its order, up to the quota; the columns in ascending order."""
    left = np.append(program.most, len(program) + 1)
    taken: list[int] = []
    money = [program.wanted.budget if program.wanted.budget is not None else -1]
    take = _taking(program, left, taken, money)
    for column in chosen:
        take(int(column))
    order = order[~np.isin(order, chosen)]
    for first in range(0, len(order), TOGETHER):
        part = order[first : first + TOGETHER]
        fits = (left[program.member[:, part]] > 0).all(axis=0)
        for column in part[fits].tolist():
            if len(taken) >= program.wanted.quota:
                return np.sort(np.array(taken, dtype=np.int64))
            take(column)
    return np.sort(np.array(taken, dtype=np.int64))


def keeps(program: Program, chosen: Columns) -> bool:
    """Whether a choice keeps every rule."""
    return len(np.unique(chosen)) == len(chosen) == len(fill(program, chosen))


def _taking(program: Program, left: Any, taken: list[int], money: list[int]) -> Callable[[int], None]:
    """An action that takes a column if it fits."""
    rows, price, bound = program.member.T, program.price, program.wanted.budget is not None

    def take(column: int) -> None:
        needs = rows[column]
        if (left[needs] <= 0).any() or (bound and price[column] > money[0]):
            return
        left[needs[needs < program.rows]] -= 1
        if bound:
            money[0] -= int(price[column])
        taken.append(column)

    return take
