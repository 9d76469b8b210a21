"""Which work of this stage is done by a worker? Those are forgotten whose last parcel has arrived."""

from __future__ import annotations

from celery import shared_task
from django.utils import timezone

from sampling import actions


@shared_task(name="sampling.forget_withdrawn", ignore_result=True)
def forget_withdrawn() -> int:
    """Erase those who withdrew their consent while a parcel was under way, once it has arrived."""
    return actions.forget_withdrawn(timezone.now())
