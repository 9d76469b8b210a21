"""Which work of sharing is done by a worker? Ending the grants, and the questions, whose time is over."""

from __future__ import annotations

from celery import shared_task
from django.utils import timezone

from casework.asking import go_on_without
from sharing.actions.requests import expire_over
from sharing.models.requests import ShareRequest


@shared_task(name="sharing.expire", ignore_result=True)
def expire() -> int:
    """Close the grants whose last day is over; go on with the requests whose requester did not answer."""
    now = timezone.now()
    return expire_over(now) + go_on_without(ShareRequest, now)
