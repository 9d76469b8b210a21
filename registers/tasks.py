"""Which work of the registers is done by a worker? Whoever rests on what changed or ended is told."""

from __future__ import annotations

from datetime import datetime

from celery import shared_task

from casework.work.outbox import once
from registers.entries import resting
from trail.models import Event


def tell_of(now: datetime, event: int) -> None:
    """Tell those whose work rests on an entry that changed or ended."""
    resting.tell_of(Event.objects.get(pk=event), now)


tell_of_task = shared_task(name=resting.TELL, ignore_result=True)(once(tell_of))
