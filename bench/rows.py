"""What do the rows P1, P2 and P13 of the goals say of a run?"""

from __future__ import annotations

from typing import Any

from bench import sides, walls
from bench.client import Client
from bench.goals import Outcome, at_least, at_most
from bench.rounds import Ratio, Timing, interleaved, ratio
from bench.viewers import SEATS

Figures = dict[str, Any]
SCOPED, NATION = 10, 20  # times as fast as the admin


def p1(client: Client, web: int, bare: int, rounds: int, requests: int) -> tuple[Figures, list[Outcome]]:
    """The list of each seat."""
    found = sides.lists(web, bare)
    timings = interleaved(found, rounds=rounds, requests=requests, client=client)
    figures, outcomes = _figures(timings), []
    for name in SEATS:
        ours, limit, admin = (timings[f"{name}/{side}"] for side in ("ours", "limit", "admin"))
        home, least = timings[f"{name}/ours home"], timings[f"{name}/limit home"]
        deep, filtered = timings[f"{name}/ours deep"], timings[f"{name}/ours filtered"]
        asked = client.queries(found[f"{name}/ours"])
        figures[f"{name}/ours"]["queries"] = asked
        figures[f"{name}/ours home"]["queries"] = client.queries(found[f"{name}/ours home"])
        outcomes += [
            _most(f"P1 {name}", "p50 to the limit", ratio(ours.p50s, limit.p50s), 4),
            _most(f"P1 {name}", "home, p50 to the limit", ratio(home.p50s, least.p50s), 6),
            _most(f"P1 {name}", "p95 to the limit's", ratio(ours.p95s, limit.p95s), 3),
            _least(f"P1 {name}", "admin to ours", ratio(admin.p50s, ours.p50s), _peer(name)),
            _most(f"P1 {name}", "half-way down to first", ratio(deep.p50s, ours.p50s), 1.1),
            at_most(f"P1 {name}", "filtered, p95", filtered.p95, 30, "ms"),
            at_most(f"P1 {name}", "queries", asked, 3, ""),
        ]
    return figures, outcomes


def _peer(name: str) -> int:
    return NATION if name == "nation" else SCOPED


def p2(client: Client, web: int, bare: int, rounds: int, requests: int) -> tuple[Figures, list[Outcome]]:
    """A record of each seat."""
    found = sides.records(web, bare)
    timings = interleaved(found, rounds=rounds, requests=requests, client=client)
    figures, outcomes = _figures(timings), []
    for name in SEATS:
        ours, limit = timings[f"{name}/ours"], timings[f"{name}/limit"]
        asked = client.queries(found[f"{name}/ours"])
        figures[f"{name}/ours"]["queries"] = asked
        outcomes += [
            _most(f"P2 {name}", "p50 to the limit", ratio(ours.p50s, limit.p50s), 6),
            at_most(f"P2 {name}", "queries", asked, 12, ""),
        ]
    nation, admin = timings["nation/ours"], timings["nation/admin"]
    outcomes.append(_least("P2 nation", "admin to ours", ratio(admin.p50s, nation.p50s), 400))
    return figures, outcomes


def p13(pages: Figures, rounds: int) -> tuple[Figures, list[Outcome]]:
    """The wall of the tenants. pages: the figures of P1, for the time of a page."""
    figures, outcomes = walls.costs(rounds), []
    for name, taken in figures.items():
        wall = max(taken["ours"] - taken["unchecked"], 0.001)
        share = wall / pages[f"{name}/ours"]["p50"] * 100
        outcomes += [
            at_most(f"P13 {name}", "the wall's share of a page", share, 5, "%"),
            at_least(f"P13 {name}", "guardian, row by row, to the wall", taken["guardian_rows"] / wall, 1000),
            at_least(f"P13 {name}", "guardian's list to ours", taken["guardian_list"] / taken["ours"], 40),
        ]
    return dict(figures), outcomes


def _figures(timings: dict[str, Timing]) -> Figures:
    return {name: {"p50": timing.p50, "p95": timing.p95} for name, timing in timings.items()}


def _spread(found: Ratio) -> str:
    return f"{found.least:.2f}–{found.most:.2f}"


def _most(row: str, what: str, found: Ratio, goal: float) -> Outcome:
    return at_most(row, what, found.middle, goal, spread=_spread(found))


def _least(row: str, what: str, found: Ratio, goal: float) -> Outcome:
    return at_least(row, what, found.middle, goal, spread=_spread(found))
