"""Do the worklist's SQL and the guards agree on any day: the day before, on and after each that matters?"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta

import pytest
import time_machine
from django.db import models

from accounts.models import Viewer
from casework.deadlines.clocks import due_day, instant
from casework.idle import idle, why_idle
from casework.models import Filed, Record, kinds
from tests.conftest import NOW
from tests.test_flows import WALKS

IDLE = [(kind, state) for kind, model in kinds().items() for state in model.flow.idle]
MORNING = timedelta(hours=10)


def days_that_matter(record: Filed) -> Iterator[date]:
    """Every day that stands in a record or in one of its clocks, and the day before and after."""
    dated = (field.name for field in record._meta.get_fields() if isinstance(field, models.DateField))
    values = [getattr(record, name) for name in dated]
    days = [value.date() if isinstance(value, datetime) else value for value in values if value]
    days += [due_day(clock.due_at) for clock in record.deadlines.running()]
    yield from sorted({day + timedelta(days=apart) for day in days for apart in (-1, 0, 1)})


def disagreements(record: Filed, viewer: Viewer, now: datetime) -> list[str]:
    """What the guards say of why nothing is to be done, where the SQL says otherwise."""
    waits = idle({(record.kind, record.state)}, viewer, now)
    asleep = Record.objects.filter(waits, pk=record.pk).exists()
    reason = why_idle(record, viewer, now)
    return [] if asleep == bool(reason) else [f"{record.kind} {record.state} {now}: {reason or 'to be done'}"]


@pytest.mark.parametrize(("kind", "state"), IDLE)
def test_what_waits_and_what_can_be_done_are_told_alike_around_each_day(kind, state, cast):
    walk = next(walk for walk in WALKS if (walk.kind, walk.source) == (kind, state))
    with time_machine.travel(NOW, tick=False) as clock:
        record = walk.given(cast, NOW)
        theirs = (each for each in cast.people.values() if each.organisation.pk == record.holder_id)
        own = [each for each in theirs if record.turn in each.roles]
        for day in days_that_matter(record):
            clock.move_to(now := instant(day) + MORNING)
            assert not [each for viewer in own for each in disagreements(record, viewer, now)]
    assert own
