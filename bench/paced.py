"""Do 5,000 people at work get their pages in time (P3)? Each page is asked for when it is due, whether or not
those before it have been answered; and how many are answered at most, beside the limit."""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from dataclasses import dataclass
from http.client import HTTPException
from itertools import count
from pathlib import Path
from random import Random
from statistics import median, quantiles

from bench import sides
from bench.client import Client, Side
from bench.goals import Outcome, at_least, at_most
from bench.lines import write_csv
from monitoring.risks.models.signals import RiskSignal

# 5,000 people, each a page every 30 seconds, over as many connections as a proxy keeps.
RATE, SECONDS, CONNECTIONS = 167, 45, 42
# What they look at, and how often of eleven times.
MIX = {"ours": 5, "ours home": 2, "ours record": 2, "ours deep": 1, "ours filtered": 1}
# How many ask at once where as much is asked as can be answered, for how long, and in how many turns.
AT_ONCE, WHILE, TURNS = 8, 8.0, 3
LINES = 100_000
OTHERS = ("import", "sweep", "papers")


@dataclass(frozen=True)
class Answered:
    """taken: ms from when each page was due to its last byte. errors: how many were not answered with it."""

    taken: list[float]
    errors: int

    @property
    def p95(self) -> float:
        return quantiles(self.taken, n=20)[-1] if len(self.taken) > 1 else float("inf")

    @property
    def p50(self) -> float:
        return median(self.taken) if self.taken else float("inf")


def p3(ports: Sequence[int], *, quick: bool) -> tuple[dict[str, float], list[Outcome]]:
    """ports: of the application and of the limit, each with two processes."""
    web, bare = ports
    pages, seconds = _mixed(web), 5 if quick else SECONDS
    alone = _paced(pages, seconds)
    with _others_at_work():
        beside = _paced(pages, seconds)
    limit = [each for name, each in sides.lists(web, bare).items() if name.endswith("/limit")]
    lists = [each for name, each in sides.lists(web, bare).items() if name.endswith("/ours")]
    rates = [(_saturated(lists, quick), _saturated(limit, quick)) for _turn in range(1 if quick else TURNS)]
    ours, theirs = (median(found) for found in zip(*rates, strict=True))
    figures = {
        "alone, p50": alone.p50,
        "alone, p95": alone.p95,
        "beside others, p50": beside.p50,
        "beside others, p95": beside.p95,
        "most lists a second": ours,
        "most of the limit a second": theirs,
    }
    outcomes = [
        at_most("P3", f"{RATE} a second, p95", alone.p95, 120, "ms"),
        at_most("P3", "not answered", alone.errors, 0, ""),
        at_most("P3", "beside import, sweep, papers, p95", beside.p95, 200, "ms"),
        at_most("P3", "not answered beside them", beside.errors, 0, ""),
        at_least("P3", "most lists a second, to the limit's", ours / theirs, 0.30),
    ]
    return figures, outcomes


def _mixed(web: int) -> Callable[[int], list[Side]]:
    """So many pages, drawn from all seats alike and as often as people look at them."""
    found: dict[str, list[Side]] = {}
    for name, side in sides.lists(web, web).items():
        found.setdefault(name.partition("/")[2], []).append(side)
    records = sides.records(web, web).items()
    found["ours record"] = [side for name, side in records if name.endswith("/ours")]
    kinds, weights, random = list(MIX), list(MIX.values()), Random(3)  # noqa: S311

    def drawn(many: int) -> list[Side]:
        return [random.choice(found[kind]) for kind in random.choices(kinds, weights, k=many)]

    return drawn


def _paced(pages: Callable[[int], list[Side]], seconds: int) -> Answered:
    """Ask for a page each time one is due; what was answered late had to wait for its turn."""
    asked, turn, taken, errors = pages(RATE * seconds), count(), [], count()
    with ThreadPoolExecutor(CONNECTIONS) as people:
        began = time.perf_counter() + 1

        def ask() -> None:
            with closing(Client()) as client:
                while (place := next(turn)) < len(asked):
                    due = began + place / RATE
                    time.sleep(max(due - time.perf_counter(), 0))
                    if _answers(client, asked[place]):
                        taken.append((time.perf_counter() - due) * 1000)
                    else:
                        next(errors)

        for each in [people.submit(ask) for _one in range(CONNECTIONS)]:
            each.result()
    return Answered(taken, next(errors))


def _saturated(pages: Sequence[Side], quick: bool) -> float:
    """How many of these are answered a second, where as much is asked as can be."""
    done, until = count(), time.perf_counter() + (1 if quick else WHILE)
    began = time.perf_counter()

    def ask(first: int) -> None:
        with closing(Client()) as client:
            for place in count(first):
                if time.perf_counter() >= until:
                    return
                if _answers(client, pages[place % len(pages)]):
                    next(done)

    with ThreadPoolExecutor(AT_ONCE) as people:
        for each in [people.submit(ask, first) for first in range(AT_ONCE)]:
            each.result()
    return next(done) / (time.perf_counter() - began)


def _answers(client: Client, side: Side) -> bool:
    try:
        client.get(side)
    except (HTTPException, OSError, ValueError):
        return False
    return True


@contextmanager
def _others_at_work() -> Iterator[None]:
    """An import, a sweep and a paper a second go on during the block, each in a process of its own."""
    center = RiskSignal.objects.order_by("pk").values_list("center", flat=True).first()
    with tempfile.TemporaryDirectory() as folder:
        csv = Path(folder) / "lines.csv"
        write_csv(csv, LINES)
        command = (sys.executable, "manage.py", "beside")
        others = [subprocess.Popen([*command, each, str(csv), str(center)]) for each in OTHERS]  # noqa: S603
        time.sleep(5)  # until each has begun
        try:
            yield
        finally:
            for each in others:
                each.terminate()
                each.wait()
