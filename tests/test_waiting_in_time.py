"""Do the worklist's SQL and the guards agree on any day: the day before, on and after each that matters?"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta

import time_machine
from django.db import models, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from casework.deadlines.clocks import due_day, instant
from casework.models import Deadline, kinds
from tests.conftest import NOW
from tests.test_flows import WALKS, disagreeing

WAITING = [walk for walk in WALKS if walk.source]
MORNING = timedelta(hours=10)
# (which of the days that matter, how many days from it).
MOMENTS = st.lists(st.tuples(st.integers(0, 30), st.sampled_from((-1, 0, 1))), min_size=1, max_size=2)


def days_that_matter() -> list[date]:
    """Every day from now on that stands in a clock or in a record."""
    clocks = {due_day(clock.due_at) for clock in Deadline.objects.running()}
    return sorted(day for day in clocks | {*_in_records()} if day >= NOW.date()) or [NOW.date()]


def _in_records() -> Iterator[date]:
    for model in kinds().values():
        own = (field for field in model._meta.local_fields if isinstance(field, models.DateField))
        names = [field.name for field in own]
        for row in model._default_manager.values_list(*names) if names else ():
            yield from (value.date() if isinstance(value, datetime) else value for value in row if value)


@settings(max_examples=12, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(walk=st.sampled_from(WAITING), moments=MOMENTS)
def test_what_waits_and_what_can_be_done_are_told_alike_around_each_day(cast, walk, moments):
    with transaction.atomic(), time_machine.travel(NOW, tick=False) as clock:
        walk.given(cast, NOW)
        days = days_that_matter()
        for place, apart in sorted(moments):
            now = instant(days[place % len(days)] + timedelta(days=apart)) + MORNING
            clock.move_to(now)
            assert not disagreeing(cast, now), (walk.kind, walk.source, walk.step, now)
        transaction.set_rollback(True)
