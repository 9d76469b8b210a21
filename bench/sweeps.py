"""How fast are clocks marked that run out together (P7)? Against a bare statement, and row by row."""

from __future__ import annotations

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from statistics import median
from threading import Barrier

from django.db import connection, transaction

from bench.goals import Outcome, at_least, at_most
from bench.rounds import Ratio, ratio
from casework.deadlines.sweep import sweep
from casework.models import Deadline
from trail.models import SYSTEM, write

TOGETHER, ONE_BY_ONE = 132_000, 2_000
BEFORE_ALL = datetime(2000, 1, 1, tzinfo=UTC)

BARE = """
    WITH due AS (
        UPDATE casework_deadline SET breached_at = %(now)s, told = cardinality(tells), next_tell_at = NULL
        WHERE next_tell_at <= %(now)s RETURNING record_id, term
    )
    INSERT INTO trail_event (at, subject_kind, subject_id, verb, clause, actor_kind, actor_id, role,
                             moved_from, moved_to, detail)
    SELECT %(now)s, 'record', record_id, 'overdue', term, 'system', 0, '', '', '', '{}' FROM due
"""


class Undone(Exception):
    """What was measured is rolled back."""


def costs(rounds: int) -> tuple[dict[str, float], list[Outcome]]:
    """Clocks a second of each way, in rounds that are rolled back; the figures and what the goals say."""
    due = Deadline.objects.filter(next_tell_at__isnull=False).order_by("next_tell_at", "id")
    many = min(TOGETHER, due.count())
    if not many:
        return {}, []
    at = due.values_list("next_tell_at", flat=True)[many - 1]
    assert at is not None
    many = due.filter(next_tell_at__lte=at).count()  # those of the last instant too
    ways: dict[str, Callable[[], int]] = {
        "ours": lambda: sweep(at),
        "bare statement": lambda: _bare(at),
        "row by row": lambda: _loop(at),
    }
    rates: dict[str, list[float]] = {name: [] for name in ways}
    for _round in range(rounds):
        for name, way in ways.items():
            rates[name].append(_rate(way))
    taken, wrong = zip(*(_by_two(at, many) for _round in range(rounds)), strict=True)
    idle = min(_seconds(lambda: sweep(BEFORE_ALL)) for _time in range(20)) * 1000
    limit, loop = (ratio(rates["ours"], rates[name]) for name in ("bare statement", "row by row"))
    figures = {name: median(found) for name, found in rates.items()}
    outcomes = [
        at_least("P7", f"{many:,} at once, to the limit", limit.middle, 0.75, spread=_spread(limit)),
        at_least("P7", "to row by row", loop.middle, 40, spread=_spread(loop)),
        at_most(
            "P7", f"{many:,} by two at once", median(taken), 4, "s", f"{min(taken):.2f}–{max(taken):.2f}"
        ),
        at_most("P7", "told twice or not at all", max(wrong), 0, ""),
        at_most("P7", "idle", idle, 1, "ms"),
    ]
    return figures, outcomes


def _spread(found: Ratio) -> str:
    return f"{found.least:.2f}–{found.most:.2f}"


def _rate(way: Callable[[], int]) -> float:
    """Rows a second, then undone."""
    rate = 0.0
    try:
        with transaction.atomic():
            began = time.perf_counter()
            done = way()
            rate = done / (time.perf_counter() - began)
            raise Undone
    except Undone:
        return rate


def _by_two(at: datetime, many: int) -> tuple[float, int]:
    """Two who sweep at once: seconds until both are done; how many clocks were told twice or not at all."""
    both_done = Barrier(2)

    def one() -> int:
        done = 0
        try:
            with transaction.atomic():
                done = sweep(at)
                both_done.wait()
                raise Undone
        except Undone:
            return done
        finally:
            connection.close()

    began = time.perf_counter()
    with ThreadPoolExecutor(2) as pool:
        parts = [pool.submit(one) for _who in range(2)]
        marked = sum(part.result() for part in parts)
    return time.perf_counter() - began, abs(marked - many)


def _seconds(way: Callable[[], int]) -> float:
    began = time.perf_counter()
    way()
    return time.perf_counter() - began


def _bare(at: datetime) -> int:
    with connection.cursor() as cursor:
        cursor.execute(BARE, {"now": at})
        return int(cursor.rowcount)


def _loop(at: datetime) -> int:
    due = Deadline.objects.filter(next_tell_at__lte=at).order_by("next_tell_at", "id")
    clocks = list(due[:ONE_BY_ONE])
    for clock in clocks:
        clock.breached_at, clock.told, clock.next_tell_at = at, len(clock.tells), None
        clock.save(update_fields=["breached_at", "told", "next_tell_at"])
        write("overdue", ("record", clock.record_id), actor=SYSTEM, at=at, clause=clock.term)
    return len(clocks)
