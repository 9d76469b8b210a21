"""What proves that no better choice exists? Whole numbers that anyone can add up (docs/selection.md).

Let each row have a price, 0 or more. Whoever takes a listing pays the prices of its rows; no row sells more
than it has. So no choice is worth more than all rows' stock at these prices and, of each listing, what its
weight exceeds its own prices by. That holds for *any* prices: they may be rounded, and need no trust.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any, Literal

import numpy as np

from sampling.selection.solver.market import Program, shut

Name = Literal["size", "repeats", "risk"]
FINEST = 12  # decimals of a price, at most
ROOM = 2**60
SHARED = ("quota", "size", "budget", "repeats")


@dataclass(frozen=True)
class Level:
    """One objective in its turn: the weight of each column.

    size, repeats, risk: what the objectives before it have reached: so many at least, so many repeats at
    most, so much risk at least. penalty: of each too few while the programme is solved, in greatest weights.
    """

    name: Name
    weights: Any
    size: int = 0
    repeats: int | None = None
    risk: int | None = None
    penalty: int = 3


@dataclass(frozen=True)
class Duals:
    """The prices: of the program's rows (and one of 0 behind them), and of what all listings share."""

    rows: Any
    quota: Any = 0
    size: Any = 0
    budget: Any = 0
    repeats: Any = 0


@dataclass(frozen=True)
class Node:
    """A case: columns taken, columns left out (with those that a taken one shuts out)."""

    taken: tuple[int, ...] = ()
    barred: tuple[int, ...] = field(default=())


def surplus(program: Program, level: Level, duals: Duals) -> Any:
    """What each column's weight exceeds its prices by."""
    left = level.weights - (duals.quota - duals.size)
    for belongs in program.member:
        left = left - duals.rows[belongs]
    if duals.budget:
        left = left - duals.budget * program.price
    if duals.repeats:
        left = left - duals.repeats * program.exempt
    return left


def whole(program: Program, level: Level, duals: Duals) -> tuple[Duals, int]:
    """The prices in whole units, rounded up, and how many units are one; so that nothing overflows."""
    greatest = max(
        float(duals.rows.max(initial=0)),
        duals.quota,
        duals.size,
        duals.budget * float(program.price.max(initial=1)),
        duals.repeats,
        float(np.abs(level.weights).max(initial=1)),
        1.0,
    )
    decimals = FINEST
    while decimals and greatest * 10**decimals * 16 > ROOM:
        decimals -= 1
    unit = 10**decimals

    def units(value: float) -> int:
        return int(np.ceil(value * unit - 1e-3))

    rows = np.ceil(duals.rows * unit - 1e-3).astype(np.int64)
    rest = (units(duals.quota), units(duals.size), round(duals.budget * unit), units(duals.repeats))
    return Duals(rows, *rest), unit


def exact(program: Program, level: Level, prices: Duals, unit: int) -> Any:
    """What each column's weight exceeds whole prices by, in units."""
    return surplus(program, replace(level, weights=level.weights * unit), prices)


def total(program: Program, level: Level, prices: Duals, left: Any, node: Node = Node()) -> int:
    """What no choice in this case exceeds, in units; left: what `exact` gave of the same prices."""
    free = left
    if node.taken or node.barred:
        closed = shut(program, list(node.taken))
        closed[list(node.barred)] = True
        free = left[~closed]
    return _sum(left[list(node.taken)]) + _sum(np.maximum(free, 0)) + stock(program, level, prices)


def bound(program: Program, level: Level, duals: Duals, node: Node = Node()) -> int:
    """What no choice in this case exceeds, whatever the prices."""
    prices, unit = whole(program, level, duals)
    return total(program, level, prices, exact(program, level, prices, unit), node) // unit


def stock(program: Program, level: Level, prices: Duals) -> int:
    """All that the rows have, at their prices."""
    some = np.flatnonzero(prices.rows[:-1])
    total = sum(int(prices.rows[row]) * int(program.most[row]) for row in some)
    total += int(prices.quota) * program.wanted.quota - int(prices.size) * level.size
    total += int(prices.budget) * (program.wanted.budget or 0)
    return total + int(prices.repeats) * (level.repeats or 0)


def _sum(numbers: Any) -> int:
    """The sum of whole numbers of 64 bits, which alone may be more than 64 bits hold."""
    return (int((numbers >> 32).sum()) << 32) + int((numbers & 0xFFFFFFFF).sum())


def told(program: Program, level: Level, duals: Duals) -> dict[str, Any]:
    """Prices as they are written: a row's by its family and a line of it, a cap's by its number."""
    prices, unit = whole(program, level, duals)
    rows: dict[str, dict[str, int]] = {}
    member = np.full(program.rows + 1, -1)
    for belongs in program.member:
        member[belongs] = np.arange(len(program))
    firsts = np.array([first for _name, first in program.named])
    begin_of_caps = program.rows - len(program.caps)
    for row in np.flatnonzero(prices.rows[:-1]).tolist():
        name = program.named[int(np.searchsorted(firsts, row, side="right")) - 1][0]
        of = program.caps[row - begin_of_caps] if name == "cap" else program.line(int(member[row]))
        rows.setdefault(name, {})[str(of)] = int(prices.rows[row])
    shared = {name: int(getattr(prices, name)) for name in SHARED if getattr(prices, name)}
    return {"unit": unit, **rows, **shared}
