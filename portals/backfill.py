"""Which open records lack what the flow table gives them today: a paper, a delivery, a turn, a clock?

After an upgrade that gives a state another clock, or a period another length, records that stand in it
already know nothing of it. What is put right stands in each record's trail; a preview changes nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, datetime
from functools import cache
from typing import Any

from django.db import transaction
from django.db.models import Min
from django.utils.translation import gettext_lazy

from accounts.models import System
from casework.actions import hand_over, lock, take
from casework.deadlines import clocks
from casework.deadlines.nearest import refresh
from casework.deadlines.recounts import anew, correct
from casework.deadlines.waiting import ways_into
from casework.models import Deadline, Filed, Record, kinds
from casework.terms.table import TERMS, Term
from documents.delivery import awaited
from documents.models import takes_portal_service
from monitoring.risks.papers import issue_notice
from sampling.deliveries.actions import refunds
from sampling.deliveries.models.refunds import RefundDue
from trail import verbs
from trail.models import Event, write

verbs.register("bring up to the flow table", gettext_lazy("Bring up to the flow table"))

# What was sent before it was sent on paper is issued by these.
ISSUED: dict[str, Callable[..., Any]] = {"notice": issue_notice}
Found = tuple[str, str, str]


def backfill(now: datetime, *, preview: bool) -> Iterator[Found]:
    """(kind, number, what) of each record that lacks something; put right unless it is a preview."""
    for kind, model in kinds().items():
        open_ones = model._base_manager.exclude(turn="").order_by("pk").values_list("pk", flat=True)
        for pk in open_ones.iterator():
            with transaction.atomic():
                record = model._base_manager.get(pk=pk)
                lock(record)
                found = list(_put_right(record, now, preview))
            yield from ((kind, record.number, what) for what in found)
    yield from _claims(now, preview)


def _put_right(record: Filed, now: datetime, preview: bool) -> Iterator[str]:
    if record.kind in ISSUED and record.flow.delivers(record.state) and awaited(record) is None:
        yield "paper, not issued yet"
        if not preview:
            ISSUED[record.kind](record, by=System(), now=now)
            record.refresh_from_db()
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
    yield from _put_clocks_right(record, now, preview)


def _put_clocks_right(record: Filed, now: datetime, preview: bool) -> Iterator[str]:
    for clock in mistaken(record):
        yield f"no clock {clock.term} from {clocks.local_day(clock.started_at).isoformat()}"
        if not preview:
            _say(record, now, dropped=clock.term)
            clocks.stop(record, (clock.term,), now, met=False)
            # What should not have run was not late either.
            Deadline.objects.filter(pk=clock.pk).update(breached_at=None)
            refresh(record)
    for term, event in missing(record):
        yield f"clock {term.code} from {_begins(record, term, event).isoformat()}"
        if not preview:
            started = clocks.start(record, term, event)
            _say(record, now, term=term.code, due_at=started.due_at.isoformat())
            refresh(record)
    for clock in Deadline.objects.running().filter(record_id=record.pk).order_by("pk"):
        if rule := corrected(clock):
            before = clock.end
            after = anew(clock, clocks.calendar(), rule).end
            yield f"length of {clock.term} from {before.isoformat()} to {after.isoformat()}"
            if not preview:
                clock.refresh_from_db()
                correct(clock, rule, System().actor(), now)


def _delivered(record: Filed) -> date | None:
    """The day on which the paper that a record waits for reached its addressee, None where it did not."""
    paper = awaited(record)
    if paper is None:
        return None
    served = paper.services.filter(addressee=paper.addressee).aggregate(first=Min("served_on"))["first"]
    issued = clocks.local_day(paper.issued_at)
    return served or (issued if takes_portal_service(paper.addressee, issued) else None)


def owed(record: Filed) -> dict[str, tuple[Term, Event]]:
    """The terms that run now by the flow table, by code, each with the step that began it: the steps in the
    record's trail, taken once more by the table of today. A step that led elsewhere then begins nothing."""
    running: dict[str, tuple[Term, Event]] = {}
    for event in Event.objects.of("record", record.pk).exclude(moved_to="").order_by("id"):
        step = record.flow.steps.get(event.verb)
        if step is None or step.target != event.moved_to:
            continue
        for term in (*step.meets, *step.drops):
            running.pop(term.code, None)
        running |= {term.code: (term, event) for term in step.starting(record)}
    may = _may_run(record.kind)[record.state]
    return {code: found for code, found in running.items() if code in may}


@cache
def _may_run(kind: str) -> dict[str, frozenset[str]]:
    """The codes of the terms that may run in each state of a kind."""
    ways = ways_into(kinds()[kind].flow).items()
    return {state: frozenset().union(*(running for _step, running in found)) for state, found in ways}


def missing(record: Filed) -> Iterator[tuple[Term, Event]]:
    """The terms that run by the table, and of which no clock does, each with the step that begins it. What
    somebody dropped since stays dropped."""
    own = Deadline.objects.filter(record_id=record.pk)
    running = set(own.running().values_list("term", flat=True))
    for code, (term, event) in owed(record).items():
        proved = not term.served or getattr(record, term.start) is not None
        dropped = own.filter(term=code, started_by__gte=event.pk, dropped_at__isnull=False)
        if code not in running and proved and not dropped.exists():
            yield term, event


def mistaken(record: Filed) -> list[Deadline]:
    """The clocks that run, but not by the table: the step that began them begins others today."""
    right = owed(record)
    running = Deadline.objects.running().filter(record_id=record.pk).select_related("started_by")
    return [clock for clock in running if right and clock.term not in right and _begins_others(record, clock)]


def _begins_others(record: Filed, clock: Deadline) -> bool:
    event = clock.started_by
    step = record.flow.steps.get(event.verb)
    if step is None or step.target != event.moved_to or event.moved_from not in (*step.sources, ""):
        return False
    return clock.term not in {term.code for term in step.starts}


def corrected(clock: Deadline) -> clocks.Rule | None:
    """By what a clock is to be counted, where the table has another length for it than its row says."""
    term = TERMS.get(clock.term)
    if term is None:
        return None
    rule = clocks.rule(term, clocks.local_day(clock.started_at))
    ours = term.fixed or clock.rule_version == rule.version
    same = (clock.count, clock.unit, clock.opens) == (rule.number, rule.unit, rule.opens)
    return rule if ours and not same else None


def _begins(record: Filed, term: Term, event: Event) -> date:
    stated = getattr(record, term.start) if term.start else None
    return clocks.local_day(clocks.instant(stated) if stated else event.at)


def _claims(now: datetime, preview: bool) -> Iterator[Found]:
    """The claims for refunds that are open and whose last day is another by the table."""
    for claim in RefundDue.objects.open().select_related("purchase").order_by("pk"):
        before, after = claim.due_on, refunds.due(claim)
        if before == after:
            continue
        yield "refunddue", claim.purchase.number, f"refund due from {before or '–'} to {after or '–'}"
        if not preview:
            with transaction.atomic():
                RefundDue.objects.filter(pk=claim.pk).update(due_on=after)
                _say(claim.purchase, now, due_on=str(after or ""))


def _say(record: Filed, now: datetime, **detail: str) -> None:
    write("bring up to the flow table", ("record", record.pk), actor=System().actor(), at=now, detail=detail)
