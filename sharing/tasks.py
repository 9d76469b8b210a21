"""Which work of sharing is done by a worker? Closing the grants whose time is over."""

from __future__ import annotations

from celery import shared_task
from django.utils import timezone

from sharing.actions import expire_over


@shared_task(name="sharing.expire", ignore_result=True)
def expire() -> int:
    """Close the grants whose last day is over."""
    return expire_over(timezone.now())
