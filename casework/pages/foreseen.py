"""What will a step bring about? It is taken to try, looked at, and taken back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any, NamedTuple

from django.db import transaction

from accounts.models import Organisation, Viewer
from casework.flow import Step
from casework.handlers import perform
from casework.models import Filed, Notification, Record


class Sheet(NamedTuple):
    """A paper as it will be, as HTML; and to whom it will go, "" for nobody."""

    title: str
    addressee: str
    html: str


class Foreseen(NamedTuple):
    """papers: those that the step issues. told: the organisations whose people will be told of it."""

    papers: list[Sheet]
    told: list[str]


# What was issued at a moment: the package that issues papers enters how it is found.
ISSUED: list[Callable[[datetime], list[Sheet]]] = []


def foreseen(step: Step, record: Filed, by: Viewer, now: datetime, data: dict[str, Any]) -> Foreseen:
    """What a step would bring about now, with what its form asks for. Nothing of it stays: not a number is
    used up, nobody is told. Raises Refused, as the step itself would."""
    with transaction.atomic():
        perform(step, type(record)._default_manager.get(pk=record.pk), by=by, now=now, **data)
        found = Foreseen([sheet for made in ISSUED for sheet in made(now)], _told(by, now))
        transaction.set_rollback(True)
    return found


def _told(by: Viewer, now: datetime) -> list[str]:
    """Of which organisations people are told at a moment, of what the doer may see."""
    notes = Notification.objects.filter(at=now, record__in=Record.objects.visible_to(by))
    return [
        str(each) for each in Organisation.objects.filter(pk__in=notes.values("organisation")).order_by("pk")
    ]
