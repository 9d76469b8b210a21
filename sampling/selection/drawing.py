"""Which of the products on offer are bought, so that no shop, brand or enterprise is sampled twice (6.2-3)?

Pure: whoever has the lines, the quotas and the seed gets the same choice again. The order of the draw is
that of SHA-256(seed ‖ line), so nobody chooses, and nobody who lacks the seed foresees. Targets are taken
in that order; then a target gives way to another wherever one batch more can be had so.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Literal

Reason = Literal["known", "quota", "shop", "brand", "enterprise"]
SINGLE: tuple[Literal["shop", "brand", "enterprise"], ...] = ("shop", "brand", "enterprise")


@dataclass(frozen=True)
class Candidate:
    """A product on offer. line: its number in the scheme. item: the product of the plan it stands for.

    shop, brand, enterprise: what may be sampled once; None where it has none or it is unknown, which is
    then like no other. known: sampled within the last six months already (O18-02).
    """

    line: int
    item: int
    shop: int
    brand: int | None = None
    enterprise: int | None = None
    known: bool = False


@dataclass(frozen=True)
class Obstacle:
    """Why a line is left out. by: the chosen line that stands in its way, None for known and quota."""

    reason: Reason
    by: int | None = None


@dataclass(frozen=True)
class Choice:
    """chosen: the lines to buy, in the order drawn. left: why each other line is not. short: batches of an
    item of the plan for which there is no target."""

    chosen: tuple[int, ...]
    left: dict[int, tuple[Obstacle, ...]] = field(default_factory=dict)
    short: dict[int, int] = field(default_factory=dict)


def commitment(seed: str) -> str:
    """What is shown of a seed before it is: its SHA-256."""
    return sha256(seed.encode()).hexdigest()


def rank(seed: str, line: int) -> str:
    """A line's place in the draw."""
    return sha256(f"{seed}:{line}".encode()).hexdigest()


def choose(candidates: Iterable[Candidate], quotas: Mapping[int, int], seed: str) -> Choice:
    """Choose targets within the quotas (item of the plan: batches), each shop, brand and enterprise once.

    The order of the candidates is of no account. Raises ValueError when two have the same line.
    """
    drawn = sorted(candidates, key=lambda candidate: rank(seed, candidate.line))
    if len({candidate.line for candidate in drawn}) != len(drawn):
        raise ValueError("two candidates have the same line")
    basket = _Basket(quotas)
    eligible = [candidate for candidate in drawn if not candidate.known]
    basket.fill(eligible)
    while _improve(basket, eligible):
        pass
    chosen = [candidate for candidate in drawn if candidate.line in basket.lines]
    return Choice(
        tuple(candidate.line for candidate in chosen),
        {c.line: tuple(basket.obstacles(c)) for c in drawn if c.line not in basket.lines},
        {item: quota - basket.count(item) for item, quota in quotas.items() if quota > basket.count(item)},
    )


class _Basket:
    """What is chosen so far, and what that uses up."""

    def __init__(self, quotas: Mapping[int, int], chosen: Iterable[Candidate] = ()) -> None:
        self.quotas = quotas
        self.lines: dict[int, Candidate] = {}
        self.used: dict[tuple[str, int], Candidate] = {}
        for candidate in chosen:
            self.add(candidate)

    def add(self, candidate: Candidate) -> None:
        self.lines[candidate.line] = candidate
        self.used.update(dict.fromkeys(_uses(candidate), candidate))

    def without(self, candidate: Candidate) -> _Basket:
        return _Basket(self.quotas, (c for c in self.lines.values() if c.line != candidate.line))

    def fill(self, candidates: Iterable[Candidate]) -> None:
        """Take every candidate that still fits, in their order."""
        for candidate in candidates:
            if candidate.line not in self.lines and not any(self.obstacles(candidate)):
                self.add(candidate)

    def count(self, item: int) -> int:
        return sum(candidate.item == item for candidate in self.lines.values())

    def obstacles(self, candidate: Candidate) -> Iterator[Obstacle]:
        """What stands in a candidate's way: each chosen line that shares something, then the quota."""
        if candidate.known:
            yield Obstacle("known")
        for reason, value in _uses(candidate):
            if (reason, value) in self.used:
                yield Obstacle(reason, self.used[reason, value].line)
        if self.count(candidate.item) >= self.quotas.get(candidate.item, 0):
            yield Obstacle("quota")


def _uses(candidate: Candidate) -> Iterator[tuple[Literal["shop", "brand", "enterprise"], int]]:
    for name in SINGLE:
        value = getattr(candidate, name)
        if value is not None:
            yield name, value


def _improve(basket: _Basket, eligible: list[Candidate]) -> bool:
    """Let one target give way to another if one batch more can be had so; whether it could."""
    for candidate in eligible:
        if candidate.line in basket.lines:
            continue
        obstacles = list(basket.obstacles(candidate))
        rivals = {obstacle.by for obstacle in obstacles}
        if len(rivals) != 1 or None in rivals:
            continue
        other = basket.without(basket.lines[rivals.pop()])  # type: ignore[index]
        other.fill([candidate, *eligible])
        if len(other.lines) > len(basket.lines):
            basket.lines, basket.used = other.lines, other.used
            return True
    return False
