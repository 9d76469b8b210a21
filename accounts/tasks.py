"""Which work on accounts is done by a worker, on beat's timetable?"""

from __future__ import annotations

from celery import shared_task
from django.utils import timezone

from accounts import attempts


@shared_task(name="accounts.forget_attempts", ignore_result=True)
def forget_attempts() -> int:
    """Forget the passwords that were typed so long ago that no limit looks at them."""
    return attempts.forget(timezone.now())
