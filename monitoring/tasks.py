"""Which work of this stage is done by a worker?"""

from __future__ import annotations

from datetime import datetime

from celery import shared_task
from django.conf import settings
from django.utils.translation import override

from casework.outbox import once
from monitoring.actions import intakes
from monitoring.models import Intake


def take_in(now: datetime, intake: int) -> None:
    """Take a long file in, and say what was refused in the language of whoever sent it."""
    language = Intake.objects.values_list("sent_by__language", flat=True).get(pk=intake)
    with override(language or settings.LANGUAGE_CODE):
        intakes.take_in(now, intake)


take_in_task = shared_task(name="monitoring.take_in", ignore_result=True)(once(take_in))
