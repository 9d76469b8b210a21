"""Which effects can be counted afterwards? Lines of the trail, written by tasks that take their time."""

from __future__ import annotations

import time
from datetime import datetime

from celery import shared_task
from django.db import transaction
from django.utils import timezone

from casework.deadlines import sweep
from casework.models import Outbox
from casework.work.outbox import once
from trail import verbs
from trail.models import SYSTEM, write

verbs.register("effect", "An effect that is counted")

CARELESS_SECONDS = 0.2  # less than the lease, or it would be doubled without a kill
SECONDS = 0.02  # on both sides of the effect, so that a kill hits a task more often than not


def effect(now: datetime, number: int) -> None:
    """Writes one line of the trail."""
    time.sleep(SECONDS)
    write("effect", ("careful", number), actor=SYSTEM, at=now)
    time.sleep(SECONDS)


careful = shared_task(name="tests.careful", ignore_result=True)(once(effect))


@shared_task(name="tests.careless", ignore_result=True)
def careless(pk: int) -> None:
    """The same without the guard: what it does and that it is done are two transactions."""
    row = Outbox.objects.filter(pk=pk, done_at=None).first()
    if row is None:
        return
    write("effect", ("careless", row.payload["number"]), actor=SYSTEM, at=timezone.now())
    time.sleep(CARELESS_SECONDS)
    Outbox.objects.filter(pk=pk).update(done_at=timezone.now())


@shared_task(name="tests.sweep", ignore_result=True)
def slow_sweep(now: str, batch: int) -> None:
    """The sweep, with a wait before each batch is committed, so that a kill hits one more often than not."""
    at = datetime.fromisoformat(now)
    left = True
    while left:
        with transaction.atomic():
            left = sweep.claim(at, batch) > 0
            time.sleep(SECONDS)
