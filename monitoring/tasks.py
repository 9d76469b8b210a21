"""Which work of this stage is done by a worker? Feeds are read."""

from __future__ import annotations

from datetime import datetime
from random import SystemRandom

from celery import shared_task
from django.utils import timezone

from casework.outbox import once
from monitoring import actions
from monitoring.actions.feeds import READ

CHANCE = SystemRandom()


@shared_task(name="monitoring.begin_readings", ignore_result=True)
def begin_readings() -> int:
    """Begin a reading of every feed that is due."""
    return actions.begin_readings(timezone.now())


def read_feed(now: datetime, run: int) -> None:
    """Read one feed, as promised."""
    actions.read_feed(run, now, CHANCE.random)


read_task = shared_task(name=READ, ignore_result=True)(once(read_feed))
