"""Which choice is the best: as many as wanted, the fewest repeats, the greatest risk, then the seed's?

One objective after the other. The programme in parts gives a bound and what each listing falls short of
paying; a listing that falls short by more than what is still open between bound and best choice is in no
better choice. Of those that remain a good choice is found and mended. What the bound leaves open, `branching`
closes case by case.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np

from sampling.selection.solver.branching import Proof, dive, prove
from sampling.selection.solver.certificate import Level, bound, surplus
from sampling.selection.solver.greedy import by_lot, by_risk, fill, keeps
from sampling.selection.solver.market import Market, Program, Wanted, program
from sampling.selection.solver.mending import mend
from sampling.selection.solver.relaxed import ENOUGH, Relaxed, first_columns, model, relax, solver
from sampling.selection.solver.ties import settle

Say = Callable[[str, float], None]

FEW = 3  # times the quota: so many of the best-paying are tried first
MANY = 8_000  # columns that can be in a better choice: more are not left to the proof alone
ALIKE = 1e-6  # two values that HiGHS need not tell apart; the proof does
SHARE = 0.7  # of the time left, to find a better choice at most; the rest is for the proof


@dataclass(frozen=True)
class Choice:
    """selected: the lines to buy; repeated: those of them that repeat something for a reason given.

    status: optimal if the certificate proves that nothing is better; within if something may be, by `gap` at
    most, in what `of` names (size, repeats, risk); drawn if it was by lot. bound: what risk nothing exceeds.
    greedy: size and risk of whoever always takes the riskiest that fits.
    """

    selected: tuple[int, ...]
    repeated: tuple[int, ...]
    size: int
    risk: int
    repeats: int
    status: Literal["optimal", "within", "drawn"]
    gap: int
    of: str
    bound: int
    certificate: dict[str, Any]
    greedy: tuple[int, int]


def quiet(stage: str, share: float) -> None:
    """Says nothing of how far it is."""


def choose(
    market: Market,
    wanted: Wanted,
    *,
    mode: Literal["optimal", "random"] = "optimal",
    seconds: float = 60.0,
    say: Say = quiet,
) -> Choice:
    """Choose by lot, or the best in so many seconds. If they suffice: same question, same answer."""
    say("rules", 0.0)
    it = program(market, wanted)
    greedy = fill(it, by_risk(it)) if len(it) else np.zeros(0, dtype=np.int64)
    if mode == "random":
        return chosen(it, fill(it, by_lot(it)), greedy, None)
    best, proofs = _Search(it, time.monotonic() + seconds, say).best(greedy)
    return chosen(it, best, greedy, proofs)


def chosen(it: Program, best: Any, greedy: Any, found: list[Proof] | None) -> Choice:
    proofs = found or []
    opened = [(proof.bound - proof.value, proof.level.name) for proof in proofs]
    gap, of = next(((gap, name) for gap, name in opened if gap > 0), (0, ""))
    risk = int(it.risk[best].sum())
    plain, again = best[~it.exempt[best]], best[it.exempt[best]]
    return Choice(
        selected=tuple(sorted(it.lines(best))),
        repeated=tuple(sorted(it.lines(again))),
        size=len(best),
        risk=risk,
        repeats=len(best) - len(plain),
        status="drawn" if found is None else "within" if gap else "optimal",
        gap=gap,
        of=of,
        bound=next((proof.bound for proof in proofs if proof.level.name == "risk"), risk),
        certificate={"claims": [proof.told(it) for proof in proofs]},
        greedy=(len(greedy), int(it.risk[greedy].sum())),
    )


class _Search:
    """A search that ends at a moment of the monotonic clock."""

    def __init__(self, it: Program, ends: float, say: Say) -> None:
        self.it, self.ends, self.say = it, ends, say

    def left(self) -> float:
        return max(self.ends - time.monotonic(), 0.1)

    def best(self, greedy: Any) -> tuple[Any, list[Proof]]:
        """The best choice, and what is known of each objective that is not met by itself."""
        it, quota = self.it, self.it.wanted.quota
        nothing = 0 if it.exempt.any() else None
        at_once = Level("risk", it.risk, size=min(quota, len(it)), repeats=nothing)
        best, proof = self.solve(at_once, greedy)
        proofs = []
        if not _meets(it, at_once, best):
            size = Level("size", np.ones(len(it), dtype=np.int64))
            best, found = self.solve(size, max(best, greedy, key=len))
            proofs.append(found)
            repeats = None
            if nothing is not None:
                fewest = Level("repeats", -it.exempt.astype(np.int64), size=len(best))
                best, found = self.solve(fewest, best)
                proofs.append(found)
                repeats = int(it.exempt[best].sum())
            best, proof = self.solve(Level("risk", it.risk, size=len(best), repeats=repeats), best)
        return settle(it, best) if it.wanted.seed else best, [*proofs, proof]

    def solve(self, level: Level, best: Any) -> tuple[Any, Proof]:
        """The best choice by one objective, as far as it can be found in time, and the proof."""
        self.say(level.name, 0.0)
        parts, top = self.parts(level, best)
        order = parts.columns[np.lexsort((parts.columns, -parts.shares))]
        allowed = order if level.repeats is None or level.repeats else order[~self.it.exempt[order]]
        best = self.better(level, best, fill(self.it, allowed))
        gains = surplus(self.it, level, parts.duals)
        self.say(level.name, 0.3)
        if parts.shares.sum() > level.size - 0.01:
            best = self.among(level, parts, gains, top, best)
        self.say(level.name, 0.8)
        if not _meets(self.it, level, best):
            return best, Proof(level, top, -1, parts.duals)
        return prove(self.it, level, parts.duals, top, best, self.left)

    def parts(self, level: Level, best: Any) -> tuple[Relaxed, int]:
        parts = relax(self.it, level, first_columns(self.it, level, best), self.left)
        return parts, bound(self.it, level, parts.duals)

    def among(self, level: Level, parts: Relaxed, gains: Any, top: int, best: Any) -> Any:
        """A good choice among what pays best: by diving and mending, else by HiGHS's own search."""
        if top <= _value(level, best) and _meets(self.it, level, best):
            return best
        pays = np.argsort(-gains, kind="stable")[: FEW * self.it.wanted.quota]
        columns = np.union1d(pays, parts.columns[parts.shares > ENOUGH])
        best = self.better(level, best, dive(self.it, level, columns, self.left))
        if not _meets(self.it, level, best):
            return self.better(level, best, self.whole(level, columns, best))
        opened = top - _value(level, best)
        if (gains >= -opened).sum() <= MANY:
            return best
        rest = self.left() * (1 - SHARE)
        return self.better(level, best, mend(self.it, level, parts, top, best, lambda: self.left() - rest))

    def better(self, level: Level, best: Any, other: Any) -> Any:
        if not _meets(self.it, level, other) or not keeps(self.it, other):
            return best
        return (
            other if not _meets(self.it, level, best) or _value(level, other) > _value(level, best) else best
        )

    def whole(self, level: Level, columns: Any, best: Any) -> Any:
        """HiGHS's best choice of some columns, in a part of the time left."""
        it = model(self.it, level, np.union1d(columns, best))
        highs = solver(it, whole=True, time_limit=self.left() * SHARE, mip_rel_gap=ALIKE, mip_abs_gap=0.99)
        start = np.isin(it.columns, best).astype(float)
        start = np.append(start, np.full(len(it.costs) - len(start), max(level.size - len(best), 0.0)))
        highs.setSolution(len(start), np.arange(len(start), dtype=np.int32), start)
        highs.run()
        shares = np.array(highs.getSolution().col_value)[: len(it.columns)]
        return it.columns[shares > 0.5]


def _value(level: Level, chosen: Any) -> int:
    return int(level.weights[chosen].sum())


def _meets(it: Program, level: Level, chosen: Any) -> bool:
    """Whether a choice has what the objectives before have reached."""
    enough = len(chosen) >= level.size
    return enough and (level.repeats is None or int(it.exempt[chosen].sum()) <= level.repeats)
