"""What becomes of a deed that several people do in the same instant? Real threads, real connections.

A test that races is marked django_db(transaction=True): what it prepares must be committed to be seen.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import datetime
from threading import Barrier
from typing import Any

from django.db import connections

from accounts.models import Viewer
from casework.actions import take
from casework.flow import Refused
from casework.models import Filed
from trail.models import Event

Deed = Callable[[], Any]
AtOnce = Callable[[Sequence[Deed]], list[Any]]


@contextmanager
def runners(count: int) -> Iterator[AtOnce]:
    """Runs as many deeds at once, each on a thread and a connection of its own that last for the block.

    What each deed returned, or the Refused that it raised, comes back in the order of the deeds; anything
    else that was raised is raised.
    """
    barrier = Barrier(count)

    def run(deed: Deed) -> Any:
        barrier.wait(30)
        try:
            return deed()
        except Refused as refused:
            return refused

    def leave() -> None:
        barrier.wait(30)
        connections.close_all()

    with ThreadPoolExecutor(count) as pool:
        try:
            yield lambda deeds: list(pool.map(run, deeds))
        finally:
            for left in [pool.submit(leave) for _ in range(count)]:
                left.result()


def race(
    at_once: AtOnce, step: str, record: Filed, people: Sequence[Viewer], now: datetime, **data: Any
) -> Event:
    """Several people take one step on one record at once; returns the event of the only one who won."""

    def deed(viewer: Viewer) -> Deed:
        own = type(record)._default_manager.get(pk=record.pk)
        return lambda: take(step, own, by=viewer, now=now, **data)

    outcomes = at_once([deed(viewer) for viewer in people])
    won = [event for event in outcomes if isinstance(event, Event)]
    told = Event.objects.of("record", record.pk).filter(verb=step)
    assert len(won) == 1 and list(told) == won, outcomes
    record.refresh_from_db()
    assert record.state == record.flow[step].target
    return won[0]
