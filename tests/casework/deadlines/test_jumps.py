"""What if the clock of the machine is set back or forth while a sweep runs? Each breach is marked once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from itertools import cycle
from typing import Any

import pytest
import time_machine
from django.db import connection

from casework.models import Deadline
from casework.tasks import sweep
from tests.casework.trial import brought
from trail.models import Event

BACK, FORTH = timedelta(hours=-2), timedelta(days=40)
HOUR = timedelta(hours=1)


@contextmanager
def jumping(clock: time_machine.Traveller, *jumps: timedelta) -> Iterator[list[timedelta]]:
    """The clock is set anew before every question to the database, by each of the jumps in turn."""
    made: list[timedelta] = []
    turns = cycle(jumps)

    def jump(execute: Callable[..., Any], *question: Any) -> Any:
        made.append(next(turns))
        clock.shift(made[-1])
        return execute(*question)

    with connection.execute_wrapper(jump):
        yield made


def overdue() -> Counter[int]:
    """How often each record was said to be overdue."""
    return Counter(Event.objects.filter(verb="overdue").values_list("subject_id", flat=True))


def breached() -> set[int]:
    return set(Deadline.objects.filter(breached_at__isnull=False).values_list("record_id", flat=True))


@pytest.mark.parametrize("jumps", [(BACK,), (FORTH,), (BACK, FORTH), (FORTH, -FORTH)])
def test_a_clock_that_jumps_in_mid_run_breaches_each_clock_once(cast, now, jumps):
    records = {brought(cast, now, "sent").pk for _ in range(5)}
    with time_machine.travel(now + FORTH, tick=False) as clock:
        for _run in range(4):
            with jumping(clock, *jumps) as made:
                sweep()
            assert made
    assert overdue() == dict.fromkeys(records, 1)
    assert breached() == records


def test_a_sweep_goes_by_the_instant_at_which_it_began(cast, now):
    due = brought(cast, now, "sent").next_due_at
    assert due is not None
    with time_machine.travel(due - HOUR, tick=False) as clock, jumping(clock, FORTH):
        sweep()
    assert overdue() == {}


def test_a_clock_set_back_neither_marks_again_nor_takes_a_mark_back(cast, now):
    record = brought(cast, now, "sent")
    due = record.next_due_at
    assert due is not None
    with time_machine.travel(due + HOUR, tick=False) as clock:
        for jump in (timedelta(), BACK, FORTH, BACK):
            clock.shift(jump)
            sweep()
    assert overdue() == {record.pk: 1}
    assert Deadline.objects.get(record=record.pk).breached_at == due + HOUR


def test_what_runs_out_while_the_clock_stands_too_early_is_marked_afterwards(cast, now):
    first = brought(cast, now, "sent")
    second = brought(cast, now + timedelta(days=20), "sent")
    due = first.next_due_at
    assert due is not None
    with time_machine.travel(due, tick=False) as clock:
        for jump in (BACK, -BACK, BACK, FORTH):
            clock.shift(jump)
            sweep()
    assert overdue() == {first.pk: 1, second.pk: 1}
