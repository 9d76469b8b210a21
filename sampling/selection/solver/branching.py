"""If the bound leaves something open: which cases are there, and what does each one's bound leave?

A listing is in or out; so every case is two. A case is closed when its own prices show that nothing in it is
better. Only listings that can be in a better choice at all are looked at: the bound says of the others how
much is lost by taking one.
"""

from __future__ import annotations

import heapq
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from itertools import count
from typing import Any

import numpy as np

from sampling.selection.solver.certificate import Duals, Level, Node, bound, exact, told, total, whole
from sampling.selection.solver.greedy import fill
from sampling.selection.solver.market import Program, part, shut
from sampling.selection.solver.relaxed import ENOUGH, Model, duals, model, solver

MOST_CASES = 3_000
MOST_COLUMNS = 30_000
HARD = 50  # penalty of a size that is missed
NEARLY = 0.8  # of a listing, which then is taken whole


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
    """That no choice exceeds a bound: by the prices of all, then case by case."""

    level: Level
    bound: int
    value: int
    root: Duals
    tree: Case | None = None
    part: Program | None = None
    few: Level | None = None

    def told(self, it: Program) -> dict[str, Any]:
        """As it is written (docs/selection.md)."""
        said: dict[str, Any] = {"of": self.level.name, "value": self.value, "bound": self.bound}
        reached = {"size": self.level.size, "repeats": self.level.repeats}
        said["among"] = {name: value for name, value in reached.items() if value is not None}
        said["prices"] = told(it, self.level, self.root)
        if self.tree is None or self.part is None or self.few is None:
            return said
        return said | {"cases": self._case(self.part, self.few, self.tree)}

    def _case(self, it: Program, level: Level, case: Case) -> dict[str, Any]:
        if not case.cases:
            return told(it, level, case.duals)
        said: dict[str, Any] = {"line": it.line(case.column)}
        if it.exempt[case.column]:
            said["repeat"] = True
        return said | {
            name: self._case(it, level, under) for name, under in zip(("in", "out"), case.cases, strict=True)
        }


def survivors(it: Program, level: Level, root: Duals, value: int) -> Any:
    """The columns that can be in a choice worth more than a value."""
    prices, unit = whole(it, level, root)
    left = exact(it, level, prices, unit)
    spare = total(it, level, prices, left) - (value + 1) * unit
    return np.flatnonzero(left >= -spare)


class Cases:
    """The cases of a level over a program's columns, solved by one HiGHS that goes on from case to case."""

    def __init__(self, it: Program, level: Level) -> None:
        self.it, self.level = it, replace(level, penalty=HARD)
        self.places = np.arange(len(it), dtype=np.int32)
        self.model: Model = model(it, self.level, self.places)
        self.highs = solver(self.model, presolve="off")

    def solve(self, node: Node) -> tuple[Duals, Any]:
        """The prices of a case, and how much of each column is taken in parts."""
        lower, upper = np.zeros(len(self.it)), np.ones(len(self.it))
        upper[shut(self.it, list(node.taken))] = 0
        upper[list(node.barred)] = 0
        lower[list(node.taken)] = upper[list(node.taken)] = 1
        self.highs.changeColsBounds(len(self.it), self.places, lower, upper)
        self.highs.run()
        shares = np.array(self.highs.getSolution().col_value)[: len(self.it)]
        return duals(self.it, self.model, self.highs), shares

    def proved(self, node: Node) -> tuple[int, Duals, Any]:
        """What the prices of a case prove, the prices, and the parts."""
        broken = self.broken(node)
        prices, shares = (broken, np.zeros(len(self.it))) if broken else self.solve(node)
        return bound(self.it, self.level, prices, node), prices, shares

    def broken(self, node: Node) -> Duals | None:
        """Where what is taken is more than a row allows: prices that let nobody pay for it."""
        it, wanted, taken = self.it, self.it.wanted, list(node.taken)
        dear = 2 * int(np.abs(self.level.weights).sum()) + 1
        rows = np.zeros(it.rows + 1)
        count = np.bincount(it.member[:, taken].ravel(), minlength=it.rows + 1)[:-1]
        if (count > it.most).any():
            rows[int(np.argmax(count > it.most))] = dear
            return Duals(rows)
        if len(taken) > wanted.quota:
            return Duals(rows, quota=dear)
        if wanted.budget is not None and int(it.price[taken].sum()) > wanted.budget:
            return Duals(rows, budget=dear)
        if self.level.repeats is not None and int(it.exempt[taken].sum()) > self.level.repeats:
            return Duals(rows, repeats=dear)
        return None


def dive(it: Program, level: Level, columns: Any, left: Callable[[], float]) -> Any:
    """A good choice: take what is nearly taken as a whole, solve what remains, and so on."""
    sub = part(it, columns)
    cases = Cases(sub, replace(level, weights=level.weights[columns]))
    taken: list[int] = []
    while left() > 1:
        _prices, shares = cases.solve(Node(tuple(taken)))
        free = ~shut(sub, taken) & (shares > ENOUGH)
        if not free.any():
            break
        order = np.flatnonzero(free)[np.argsort(-shares[free], kind="stable")]
        near = order[shares[order] > NEARLY]
        for column in near.tolist() or order[:1].tolist():
            if not shut(sub, taken)[column]:
                taken.append(column)
    return columns[fill(sub, np.argsort(-sub.risk, kind="stable"), taken)]


def prove(
    it: Program, level: Level, root: Duals, top: int, best: Any, left: Callable[[], float]
) -> tuple[Any, Proof]:
    """Close the cases that the bound leaves open, the greatest bound first; also the best choice met."""
    value = int(level.weights[best].sum())
    columns = survivors(it, level, root, value) if top > value else best
    if top <= value or len(columns) > MOST_COLUMNS or left() < 1:
        return best, Proof(level, top, value, root)
    sub, few = part(it, columns), replace(level, weights=level.weights[columns])
    if not len(columns):
        nothing = Duals(np.zeros(it.rows + 1), size=HARD * value if level.size else 0)
        return best, Proof(level, value, value, root, Case(Node(), value, nothing), sub, few)
    cases, order = Cases(sub, few), count()
    proved, prices, shares = cases.proved(Node())
    first = Case(Node(), min(proved, top), prices)
    opened = [(-first.bound, next(order), first, shares)]
    for _turn in range(MOST_CASES):
        if not opened or -opened[0][0] <= value or left() <= 0.2:
            break
        _bound, _order, case, shares = heapq.heappop(opened)
        found = _near(sub, few, case.node, shares)
        if found is not None and int(few.weights[found].sum()) > value:
            best, value = columns[found], int(few.weights[found].sum())
        place = _undecided(sub, case.node, shares)
        if place < 0:
            heapq.heappush(opened, (-case.bound, next(order), case, shares))
            break
        case.column = place
        taken, barred = case.node.taken, case.node.barred
        for node in (Node((*taken, place), barred), Node(taken, (*barred, place))):
            proved, prices, shares = cases.proved(node)
            under = Case(node, min(proved, case.bound), prices)
            case.cases = (*case.cases, under)
            heapq.heappush(opened, (-under.bound, next(order), under, shares))
    reached = max([value, *(case.bound for _bound, _order, case, _shares in opened)])
    return best, Proof(level, min(reached, top), value, root, first, sub, few)


def _near(it: Program, level: Level, node: Node, shares: Any) -> Any:
    """A choice near the parts of a case, if it has what the level asks for."""
    order = np.lexsort((-level.weights, -shares))
    if level.repeats == 0:
        order = order[~it.exempt[order]]
    found = fill(it, order, [column for column in node.taken if shares[column] > 0.5])
    enough = len(found) >= level.size
    return found if enough and int(it.exempt[found].sum()) <= (level.repeats or len(it)) else None


def _undecided(it: Program, node: Node, shares: Any) -> int:
    """The column that is most in parts, or of a case without parts one that is not decided; -1 if all are."""
    parts = np.minimum(shares, 1 - shares)
    if parts.max() > ENOUGH:
        return int(np.argmax(parts))
    free = ~shut(it, list(node.taken))
    free[list(node.barred)] = False
    return int(np.argmax(free * (1 + shares))) if free.any() else -1
