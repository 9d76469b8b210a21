"""How much could be had if listings could be taken in parts? The linear programme, by column generation.

HiGHS sees some thousand columns. Its duals price all listings at once; those that would pay come in, until
none does. Then no listing anywhere can better the value.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import highspy
import numpy as np
from highspy._core import _Highs as Highs  # highspy.Highs greets on the standard output

from sampling.selection.solver.certificate import Duals, Level, surplus
from sampling.selection.solver.market import Program

PER_CELL, PER_ROW = 15, 2
SCARCE = 2  # times the quota: of what there is less, each counts
MOST_NEW = 20_000
LOOKED_AT = 300_000  # of the weightiest, for the first columns
EARLY, KEPT = 2, 3  # in so many rounds only so many times the quota go on to the next
ENOUGH = 1e-7


@dataclass(frozen=True)
class Model:
    """A programme of some columns in HiGHS's form. used: its rows, by their numbers in the program."""

    columns: Any
    used: Any
    costs: Any
    lower: Any
    upper: Any
    starts: Any
    entries: Any
    values: Any
    tops: Any
    bottoms: Any
    asked: tuple[str, ...]


@dataclass
class Relaxed:
    """columns: those HiGHS saw, shares: how much of each is taken, duals: what the rows cost."""

    columns: Any
    shares: Any
    value: float
    duals: Duals
    rounds: int = 0


def penalty(level: Level) -> float:
    """What one listing too few costs: as much as several of the weightiest bring."""
    return level.penalty * float(np.abs(level.weights).max(initial=1)) + 1


def model(program: Program, level: Level, columns: Any) -> Model:
    """The programme of a level over some columns, with a slack behind them where a size is asked for.

    Rows that cannot bind among these columns are left out.
    """
    member = program.member[:, columns]
    count = np.bincount(member.ravel(), minlength=program.rows + 1)[:-1]
    used = np.flatnonzero(count > program.most)
    number = np.full(program.rows + 1, -1, dtype=np.int32)
    number[used] = np.arange(len(used))
    inside = number[member].T
    asked, width = ["count"], len(columns)
    tops, bottoms = [float(program.wanted.quota)], [float(level.size)]
    extra = [np.ones(width)]
    if program.wanted.budget is not None:
        asked.append("budget")
        extra.append(program.price[columns].astype(float))
        tops.append(float(program.wanted.budget))
        bottoms.append(-highspy.kHighsInf)
    if level.repeats is not None:
        asked.append("repeats")
        extra.append(program.exempt[columns].astype(float))
        tops.append(float(level.repeats))
        bottoms.append(-highspy.kHighsInf)
    dense = np.broadcast_to(np.arange(len(asked), dtype=np.int32) + len(used), (width, len(asked)))
    where = np.hstack([inside, dense])
    values = np.hstack([np.ones(inside.shape), np.column_stack(extra)])
    there = (where >= 0) & (values != 0)
    starts = np.concatenate([[0], np.cumsum(there.sum(axis=1))]).astype(np.int32)
    entries, values = where[there].astype(np.int32), values[there]
    costs, upper = -level.weights[columns].astype(float), np.ones(width)
    if level.size:
        costs, upper = np.append(costs, penalty(level)), np.append(upper, float(level.size))
        starts = np.append(starts, starts[-1] + 1).astype(np.int32)
        entries, values = np.append(entries, len(used)).astype(np.int32), np.append(values, 1.0)
    return Model(
        columns,
        used,
        costs,
        np.zeros(len(costs)),
        upper,
        starts,
        entries,
        values,
        np.concatenate([program.most[used].astype(float), tops]),
        np.concatenate([np.full(len(used), -highspy.kHighsInf), bottoms]),
        tuple(asked),
    )


def solver(it: Model, *, whole: bool = False, **options: Any) -> Highs:
    """HiGHS with a model, the same at every run; whole: no listing in parts."""
    highs = Highs()
    settings = {"output_flag": False, "threads": 1, "random_seed": 1, **options}
    for name, value in settings.items():
        highs.setOptionValue(name, value)
    lp = highspy.HighsLp()
    lp.num_col_, lp.num_row_ = len(it.costs), len(it.tops)
    lp.col_cost_, lp.col_lower_, lp.col_upper_ = it.costs, it.lower, it.upper
    lp.row_lower_, lp.row_upper_ = it.bottoms, it.tops
    lp.a_matrix_.format_ = highspy.MatrixFormat.kColwise
    lp.a_matrix_.start_, lp.a_matrix_.index_, lp.a_matrix_.value_ = it.starts, it.entries, it.values
    if whole:
        kinds = [highspy.HighsVarType.kInteger] * len(it.columns)
        lp.integrality_ = kinds + [highspy.HighsVarType.kContinuous] * (len(it.costs) - len(kinds))
    highs.passModel(lp)
    return highs


def duals(program: Program, it: Model, highs: Highs) -> Duals:
    """What each row costs, 0 or more; those of the size asked for have the other sign."""
    found = -np.array(highs.getSolution().row_dual)
    rows = np.zeros(program.rows + 1)
    rows[it.used] = np.maximum(found[: len(it.used)], 0)
    more = dict(zip(it.asked, found[len(it.used) :].tolist(), strict=True))
    return Duals(
        rows,
        quota=max(more["count"], 0.0),
        size=max(-more["count"], 0.0),
        budget=max(more.get("budget", 0.0), 0.0),
        repeats=max(more.get("repeats", 0.0), 0.0),
    )


def first_columns(program: Program, level: Level, chosen: Any) -> Any:
    """What is chosen; and the weightiest of each cell (platform, category, band) and of what is scarce."""
    market, of, quota = program.market, program.of, program.wanted.quota
    cell = (market.platform[of] * 1009 + market.category[of]) * 1009 + market.band[of]
    order = np.argsort(-level.weights, kind="stable")[:LOOKED_AT]
    found = [np.asarray(chosen, dtype=np.int64), _weightiest(order, cell, PER_CELL)]
    for belongs in program.member:
        there = order[belongs[order] < program.rows]
        if len(there) and np.ptp(belongs[there]) < SCARCE * quota:
            found.append(_weightiest(there, belongs, PER_ROW))
    return np.unique(np.concatenate(found))


def _weightiest(order: Any, groups: Any, many: int) -> Any:
    """Of each group the first so many, in an order."""
    sort = np.argsort(groups[order], kind="stable")
    there = groups[order][sort]
    begins = np.flatnonzero(np.r_[True, there[1:] != there[:-1]]) if len(there) else there
    place = np.arange(len(there)) - np.repeat(begins, np.diff(np.r_[begins, len(there)]))
    return order[sort[place < many]]


def relax(program: Program, level: Level, columns: Any, left: Callable[[], float]) -> Relaxed:
    """Solve the level in parts over all columns, beginning with some."""
    rounds = 0
    while True:
        rounds += 1
        it = model(program, level, columns)
        highs = solver(it, time_limit=left(), solver="ipm", run_crossover="off")
        highs.run()
        costs = duals(program, it, highs)
        shares = np.array(highs.getSolution().col_value)[: len(columns)]
        solved = Relaxed(columns, shares, -highs.getInfo().objective_function_value, costs, rounds)
        gains = surplus(program, level, costs)
        kept = _most(gains, columns, KEPT * program.wanted.quota) if rounds <= EARLY else columns
        gains[columns] = 0
        better = np.flatnonzero(gains > ENOUGH)
        if not len(better) or highs.getModelStatus() != highspy.HighsModelStatus.kOptimal:
            return solved
        columns = np.union1d(kept, _most(gains, better, MOST_NEW))


def _most(gains: Any, columns: Any, many: int) -> Any:
    """So many of the columns that pay best."""
    return columns if len(columns) <= many else columns[np.argpartition(-gains[columns], many)[:many]]
