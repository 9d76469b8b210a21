"""If the bound leaves something open: which cases are there, and what does each one's bound leave?

A listing is in or out; so every case is two. A case is closed when its own prices show that nothing in it is better.
Only listings that can be in a better choice at all are looked at: the bound says of the others how much is lost by
taking one.
"""

from __future__ import annotations

import heapq
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from itertools import count
from typing import Any

import highspy
import numpy as np

from sampling.selection.certificate import Duals, Level, Node, exact, shut, stock, told, total, whole
from sampling.selection.market import Program
from sampling.selection.relaxed import Model, duals, model, solver

MOST_CASES = 3_000
MOST_COLUMNS = 30_000
HARD = 50


@dataclass
class Case:
    """A case, what its prices prove, and the two cases it falls into; column: which is in or out there."""

    node: Node
    bound: int
    duals: Duals
    column: int = -1
    cases: tuple[Case, ...] = field(default=())


@dataclass(frozen=True)
class Proof:
    """That no choice exceeds a bound: by the prices of all, and case by case where they leave something open."""

    level: Level
    bound: int
    value: int
    root: Duals
    tree: Case | None = None

    def told(self, it: Program) -> dict[str, Any]:
        """As it is written (docs/selection.md)."""
        said = {"of": self.level.name, "value": self.value, "bound": self.bound}
        reached = {"size": self.level.size, "repeats": self.level.repeats}
        said["among"] = {name: value for name, value in reached.items() if value is not None}
        said["prices"] = told(it, self.level, self.root)
        return said | ({"cases": self._told(it, self.tree)} if self.tree else {})

    def _told(self, it: Program, case: Case) -> dict[str, Any]:
        if not case.cases:
            return told(it, self.level, case.duals)
        said: dict[str, Any] = {"line": it.line(case.column)}
        if it.exempt[case.column]:
            said["repeat"] = True
        return said | {"in": self._told(it, case.cases[0]), "out": self._told(it, case.cases[1])}


def survivors(it: Program, level: Level, root: Duals, value: int) -> Any:
    """The columns that can be in a choice worth more than a value."""
    prices, unit = whole(it, level, root)
    left = exact(it, level, prices, unit)
    spare = total(it, level, prices, left) - (value + 1) * unit
    return np.flatnonzero(left >= -spare)


class _Cases:
    """The cases of a level over the columns that count, solved by one HiGHS that goes on from case to case."""

    def __init__(self, it: Program, level: Level, columns: Any) -> None:
        self.it, self.level, self.columns = it, replace(level, penalty=HARD), columns
        self.model: Model = model(it, self.level, columns)
        self.highs = solver(self.model, presolve="off")
        self.places = np.arange(len(columns), dtype=np.int32)

    def solve(self, node: Node) -> tuple[int, Duals, Any]:
        """What the case's prices prove, the prices, and the shares."""
        closed = shut(self.it, node)[self.columns]
        taken = np.isin(self.columns, node.taken)
        upper = np.where(closed & ~taken, 0.0, 1.0)
        self.highs.changeColsBounds(len(self.columns), self.places, taken.astype(float), upper)
        self.highs.run()
        found = duals(self.it, self.model, self.highs)
        prices, unit = whole(self.it, self.level, found)
        left = exact(self.it, self.level, prices, unit)
        worth = int(left[list(node.taken)].sum()) + int(np.maximum(left[self.columns[~closed]], 0).sum())
        shares = np.array(self.highs.getSolution().col_value)[: len(self.columns)]
        return (worth + stock(self.it, self.level, prices)) // unit, found, shares


def prove(
    it: Program, level: Level, root: Duals, top: int, best: Any, left: Callable[[], float]
) -> tuple[Any, Proof]:
    """Close the cases that the bound leaves open, those with the most to win first; a better choice if met."""
    value = int(level.weights[best].sum())
    columns = survivors(it, level, root, value) if top > value else best
    if top <= value or len(columns) > MOST_COLUMNS or left() < 1:
        return best, Proof(level, top, value, root)
    cases, order = _Cases(it, level, columns), count()
    proved, prices, shares = cases.solve(Node())
    first = Case(Node(), min(proved, top), prices)
    opened = [(-first.bound, next(order), first, shares)]
    for _turn in range(MOST_CASES):
        if not opened or -opened[0][0] <= value or left() <= 0.2:
            break
        _bound, _order, case, shares = heapq.heappop(opened)
        place = int(np.argmax(np.minimum(shares, 1 - shares)))
        if min(shares[place], 1 - shares[place]) < 1e-6:
            whole_one = columns[shares > 0.5]
            if _better(it, level, whole_one, value):
                best, value = whole_one, int(level.weights[whole_one].sum())
            place = _any(cases, case.node)
            if place < 0:
                opened.append((-case.bound, next(order), case, shares))
                break
        case.column = int(columns[place])
        taken, barred = case.node.taken, case.node.barred
        for node in (Node((*taken, case.column), barred), Node(taken, (*barred, case.column))):
            proved, prices, shares = cases.solve(node)
            under = Case(node, min(proved, case.bound), prices)
            case.cases = (*case.cases, under)
            if under.bound > value:
                heapq.heappush(opened, (-under.bound, next(order), under, shares))
    bound = max([value, *(case.bound for _bound, _order, case, _shares in opened)])
    return best, Proof(level, min(bound, top), value, root, first)


def _any(cases: _Cases, node: Node) -> int:
    """A column that the case leaves free, or -1: one that decides where nothing is in parts."""
    free = ~shut(cases.it, node)[cases.columns]
    return int(np.argmax(free)) if free.any() else -1


def _better(it: Program, level: Level, chosen: Any, value: int) -> bool:
    enough = len(chosen) >= level.size and int(level.weights[chosen].sum()) > value
    return enough and (level.repeats is None or int(it.exempt[chosen].sum()) <= level.repeats)
