"""Which work of this stage is done by a worker? Targets are chosen."""

from __future__ import annotations

from datetime import datetime

from celery import shared_task
from django.conf import settings
from django.utils.translation import override

from casework.outbox import once
from sampling.actions import choices
from sampling.actions.choices import Chosen
from sampling.models import Choosing


def look(now: datetime, choosing: int) -> Chosen | None:
    """Choose, as promised; nothing is kept yet."""
    with override(_language(choosing)):
        return choices.look(now, choosing)


def keep(now: datetime, choosing: int, brought: Chosen) -> None:
    """Keep what was chosen, and propose it."""
    with override(_language(choosing)):
        choices.keep(now, choosing, brought)


def _language(choosing: int) -> str:
    """That of whoever asked: refusals are said in it."""
    language = Choosing.objects.values_list("asked_by__language", flat=True).get(pk=choosing)
    return language or settings.LANGUAGE_CODE


choose_task = shared_task(name="sampling.choose", ignore_result=True)(once(keep, ahead=look))
