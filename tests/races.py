"""What becomes of an action that several people do in the same instant? Real threads, real connections.

A test that races is marked django_db(transaction=True): what it prepares must be committed to be seen.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import partial
from threading import Barrier
from typing import Any

from django.db import connection, connections

from accounts.models import Organisation, Viewer
from accounts.roles import Role
from casework.flow import Refused
from casework.models import Filed
from tests.cast import person
from trail.models import Event

AtOnce = Callable[[Sequence[Callable[[], Any]]], list[Any]]


@contextmanager
def runners(count: int) -> Iterator[AtOnce]:
    """Runs as many actions at once, each on a thread and a connection of its own that last for the block.

    What each action returned, or the Refused that it raised, comes back in the order of the actions; anything
    else that was raised is raised.
    """
    barrier = Barrier(count)

    def run(action: Callable[[], Any]) -> Any:
        connection.cursor().execute("SET lock_timeout = '20s'")  # a test that locks itself out fails
        barrier.wait(30)
        try:
            return action()
        except Refused as refused:
            return refused

    def leave() -> None:
        barrier.wait(30)
        connections.close_all()

    with ThreadPoolExecutor(count) as pool:
        try:
            yield lambda actions: list(pool.map(run, actions))
        finally:
            for left in [pool.submit(leave) for _ in range(count)]:
                left.result()


def rivals(home: Organisation, role: Role) -> list[Viewer]:
    """Four colleagues in one role."""
    return [person(f"{role} {number}", home, role) for number in range(1, 5)]


def race(
    at_once: AtOnce, step: str, record: Filed, people: Sequence[Viewer], action: Callable[[Any, Viewer], Any]
) -> None:
    """All these people do one action at once, each on a copy of the record: one of them wins.

    action(record, viewer) takes the step. The losers are refused, and the trail tells of one step alone.
    """
    copies = [(type(record)._default_manager.get(pk=record.pk), viewer) for viewer in people]
    outcomes = at_once([partial(action, *copy) for copy in copies])
    lost = [outcome for outcome in outcomes if isinstance(outcome, Refused)]
    assert len(lost) == len(people) - 1, outcomes
    event = Event.objects.of("record", record.pk).get(verb=step)
    winner = next(viewer for viewer, outcome in zip(people, outcomes, strict=True) if outcome not in lost)
    assert event.actor_id == winner.user.pk
    record.refresh_from_db()
    assert record.state == record.flow[step].target
