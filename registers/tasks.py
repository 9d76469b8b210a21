"""Which work of the registers is done by a worker? Whoever rests on what ended is told."""

from __future__ import annotations

from datetime import datetime

from celery import shared_task

from casework.work.outbox import once
from registers.entries import resting


def tell_of_ended(now: datetime, kind: str, entry: int) -> None:
    """Tell those whose work rests on an entry that ended."""
    resting.tell_of_ended(kind, entry, now)


tell_of_ended_task = shared_task(name=resting.TELL, ignore_result=True)(once(tell_of_ended))
