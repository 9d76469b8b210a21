"""Which work of the engine is done by a worker, on beat's timetable?"""

from __future__ import annotations

from celery import current_app, shared_task
from django.utils import timezone

from casework import clocks, outbox


@shared_task(name="casework.drain", ignore_result=True)
def drain() -> int:
    """Send what the outbox holds, until it is empty."""
    sent = 0
    while rows := outbox.drain(lambda task, args: current_app.send_task(task, args), timezone.now()):
        sent += rows
    return sent


@shared_task(name="casework.sweep", ignore_result=True)
def sweep() -> int:
    """Mark the clocks that have run out."""
    return clocks.sweep(timezone.now())
