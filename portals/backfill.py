"""Which open records lack what the flow table gives them today: a delivery, a turn, a clock?

After an upgrade that gives a state another clock, records that stand in it already know nothing of it. What
is put right stands in each record's trail; a preview changes nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Min

from accounts.models import System
from casework import clocks
from casework.actions import By, hand_over, lock, refresh_due, take
from casework.models import Deadline, Filed, Record, kinds
from casework.terms import Term
from documents.delivery import awaited
from documents.models import takes_portal_service
from trail.models import Event, write


def backfill(now: datetime, *, preview: bool) -> Iterator[tuple[str, str, str]]:
    """(kind, number, what) of each record that lacks something; put right unless it is a preview."""
    for kind, model in kinds().items():
        open_ones = model._base_manager.exclude(turn="").order_by("pk").values_list("pk", flat=True)
        for pk in open_ones.iterator():
            with transaction.atomic():
                record = model._base_manager.get(pk=pk)
                lock(record)
                found = list(_put_right(record, now, preview))
            yield from ((kind, record.number, what) for what in found)


def _put_right(record: Filed, now: datetime, preview: bool) -> Iterator[str]:
    if delivered := _delivered(record):
        yield f"delivered {delivered.isoformat()}"
        if not preview:
            step = next(step for step in record.flow.leaving(record.state) if step.follows)
            dated: dict[str, Any] = {step.dated: delivered}
            take(step.name, record, by=System(), now=now, **dated)
        return
    was = (record.turn, record.holder_id)
    hand_over(record)
    if (record.turn, record.holder_id) != was:
        yield f"turn {was[0]} → {record.turn}"
        if not preview:
            Record.objects.filter(pk=record.pk).update(turn=record.turn, holder=record.holder_id)
            _say(record, now, turn=record.turn)
    for term, entry in missing(record):
        yield f"clock {term.code} from {clocks.local_day(entry.at).isoformat()}"
        if not preview:
            clock = clocks.start(record, term, entry)
            _say(record, now, term=term.code, due_at=clock.due_at.isoformat())
            refresh_due(record)


def _delivered(record: Filed) -> date | None:
    """The day on which the paper that a record waits for reached its addressee, None where it did not."""
    paper = awaited(record)
    if paper is None:
        return None
    served = paper.services.filter(addressee=paper.addressee).aggregate(first=Min("served_on"))["first"]
    issued = clocks.local_day(paper.issued_at)
    return served or (issued if takes_portal_service(paper.addressee, issued) else None)


def missing(record: Filed) -> Iterator[tuple[Term, Event]]:
    """The terms that the step into the record's state starts, and of which no clock was started since."""
    entry = (
        Event.objects.filter(subject_kind="record", subject_id=record.pk, moved_to=record.state)
        .exclude(moved_from=record.state)
        .order_by("id")
        .last()
    )
    step = record.flow.steps.get(entry.verb) if entry else None
    if entry is None or step is None or step.target != record.state:
        return
    known = set(Deadline.objects.filter(record_id=record.pk, started_by__gte=entry.pk).values_list("term"))
    for term in step.starting(record):
        stated = not term.start or getattr(record, term.start) is not None
        if stated and (term.code,) not in known:
            yield term, entry


def _say(record: Filed, now: datetime, **detail: str) -> None:
    by: By = System()
    write("bring up to the flow table", ("record", record.pk), actor=by.actor(), at=now, detail=detail)
