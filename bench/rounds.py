"""How do sides compare? In rounds in which each takes its turn, so that what disturbs one disturbs all."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from random import Random
from statistics import median, quantiles

from bench.client import Client, Side


@dataclass(frozen=True)
class Timing:
    """Milliseconds of one side: by round, the median and the 95th percentile."""

    p50s: list[float]
    p95s: list[float]

    @property
    def p50(self) -> float:
        return median(self.p50s)

    @property
    def p95(self) -> float:
        return median(self.p95s)


@dataclass(frozen=True)
class Ratio:
    """How many times as long as another side: the median of the rounds, and their least and most."""

    middle: float
    least: float
    most: float


def ratio(one: list[float], other: list[float]) -> Ratio:
    found = [a / b for a, b in zip(one, other, strict=True)]
    return Ratio(median(found), min(found), max(found))


def interleaved(
    sides: Mapping[str, Side], *, rounds: int, requests: int, client: Client
) -> dict[str, Timing]:
    """Time all sides in so many rounds, each in another order; a peer, which is slow, more seldom."""
    order, random = list(sides), Random(1)  # noqa: S311
    for name in order:
        for _warm in range(0 if sides[name].once else 1 if sides[name].slow else 4):
            client.get(sides[name])
    taken: dict[str, list[list[float]]] = {name: [] for name in order}
    for _round in range(rounds):
        random.shuffle(order)
        for name in order:
            side, before = sides[name], taken[name]
            if side.once and before:
                before.append(before[0])
                continue
            times = 1 if side.slow or side.once else requests
            before.append([client.get(side)[0] for _request in range(times)])
    return {
        name: Timing([median(one) for one in found], [_p95(one) for one in found])
        for name, found in taken.items()
    }


def _p95(times: list[float]) -> float:
    return quantiles(times, n=20, method="inclusive")[-1] if len(times) > 1 else times[0]
