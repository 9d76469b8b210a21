"""How does a clock stand still, or get more time, for a reason that somebody answers for?

Not every clock may: a term says whether the law lets it stand still, and by how much it may be lengthened.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation, Viewer
from accounts.roles import Kind
from casework import clocks
from casework.actions import refresh_due
from casework.clauses import carries
from casework.flow import Forbidden, Refused
from casework.models import Deadline, Extension, Record
from casework.notifications import Telling
from casework.recounts import said
from casework.terms import TERMS
from casework.warnings import SUPERVISORS
from trail.models import Event, write


def most_time(clock: Deadline) -> int:
    """By how many of its unit a clock may be lengthened once: what the law says, or its own length where a
    regulator sets it."""
    term = TERMS.get(clock.term)
    if term is None:
        return 0
    return term.extends if term.fixed else max(clock.count, term.extends)


def may_stand_still(clock: Deadline) -> bool:
    """Whether the law lets the clocks of this term stand still."""
    return clock.term in TERMS and TERMS[clock.term].pauses


def holds(clock: Deadline, viewer: Viewer) -> bool:
    """Whether it is this viewer's to act before the clock runs out."""
    record = clock.record
    return record.holder_id == viewer.organisation.pk and record.turn in viewer.roles


def decides(clock: Deadline, viewer: Viewer) -> bool:
    """Whether this viewer decides on more time: who answers for a regulator's work; of all others, the leader
    of the center whose matter it is."""
    office = _office(clock)
    return office == viewer.organisation and SUPERVISORS[office.kind] in viewer.roles


def _office(clock: Deadline) -> Organisation | None:
    holder: Organisation | None = clock.record.holder
    center: Organisation | None = clock.record.center
    return holder if holder and holder.kind == Kind.REGULATOR else center


@carries("T-15")
@transaction.atomic
def stand_still(clock: Deadline, *, reason: str, evidence: str, by: Viewer, now: datetime) -> None:
    """Let a clock stand still for a reason and its evidence (the token of a file).

    Raises Forbidden or Refused.
    """
    clock = _locked(clock, by, holds)
    if not may_stand_still(clock):
        raise Refused(_("The law does not let this clock stand still."))
    if clock.suspended_at:
        raise Refused(_("This clock stands still already."))
    clock.suspended_at, clock.suspended_for, clock.next_tell_at = now, reason, None
    clock.save()
    _write("let a clock stand still", clock, by, now, reason, evidence)
    refresh_due(clock.record)


@transaction.atomic
def let_go_on(clock: Deadline, *, reason: str, evidence: str, by: Viewer, now: datetime) -> None:
    """Let a clock go on that was let stand still so; the days between do not count."""
    clock = _locked(clock, by, holds)
    if not clock.suspended_at or not clock.suspended_for:
        raise Refused(_("A step stopped this clock: another step of its record lets it go on."))
    pause = [clock.suspended_at.isoformat(), now.isoformat(), clock.suspended_for]
    clock.suspensions, clock.suspended_at, clock.suspended_for = [*clock.suspensions, pause], None, ""
    clocks.settle(clock, clocks.recount(clock, clocks.calendar()), now)
    clock.save()
    _write("let a clock go on", clock, by, now, reason, evidence)
    refresh_due(clock.record)


@transaction.atomic
def ask(clock: Deadline, *, number: int, reason: str, evidence: str, by: Viewer, now: datetime) -> Extension:
    """Ask for more time before it has run out. Raises Forbidden or Refused."""
    clock = _locked(clock, by, holds)
    if not most_time(clock) or clock.postponed:
        raise Refused(_("This clock cannot be given more time."))
    if not 0 < number <= most_time(clock):
        raise Refused(_("At most %(most)d can be given.") % {"most": most_time(clock)})
    if clock.due_at <= now:
        raise Refused(_("It has run out: more time is asked for before that."))
    if clock.extensions.filter(granted=None).exists():
        raise Refused(_("More time is asked for already."))
    asked = Extension.objects.create(
        clock=clock, number=number, reason=reason, evidence=evidence, asked_by=by.user, asked_at=now
    )
    event = _write("ask for more time", clock, by, now, reason, evidence)
    office = _office(clock)
    if office:
        telling = Telling(now)
        telling.tell(clock.record, event, office.pk, SUPERVISORS[office.kind])
        telling.send()
    return asked


@transaction.atomic
def decide(asked: Extension, *, granted: bool, remark: str, by: Viewer, now: datetime) -> None:
    """Grant more time or refuse it; nobody decides on what they asked for. Raises Forbidden or Refused."""
    clock = _locked(asked.clock, by, decides)
    if asked.asked_by_id == by.user.pk:
        raise Forbidden(_("You asked for it yourself: somebody else must decide."))
    decided = Extension.objects.filter(pk=asked.pk, granted=None).update(
        granted=granted, remark=remark, decided_by=by.user, decided_at=now
    )
    if not decided:
        raise Refused(_("This was decided already."))
    if granted:
        before = clock.due_at
        clock.postponed = asked.number
        clocks.settle(clock, clocks.recount(clock, clocks.calendar()), now)
        clock.save()
        event = said(clock, before, remark or asked.reason, by.actor(), now)
        refresh_due(clock.record)
    else:
        event = _write("refuse more time", clock, by, now, remark, "")
    record = clock.record
    if record.turn and record.holder_id:
        telling = Telling(now)
        telling.tell(record, event, record.holder_id, record.turn)
        telling.send()


def _locked(clock: Deadline, by: Viewer, allowed: Callable[[Deadline, Viewer], bool]) -> Deadline:
    """The running clock, its record locked before it as everybody does. Raises Forbidden or Refused."""
    Record.objects.select_for_update().get(pk=clock.record_id)
    found = Deadline.objects.running().select_for_update(of=("self",)).filter(pk=clock.pk)
    locked = found.select_related("record__holder", "record__center").first()
    if locked is None:
        raise Refused(_("This clock runs no longer."))
    if not allowed(locked, by):
        raise Forbidden(_("This is not yours to do for this clock."))
    return locked


def _write(verb: str, clock: Deadline, by: Viewer, now: datetime, note: str, evidence: str) -> Event:
    detail = {"term": clock.term, "note": note, **({"evidence": evidence} if evidence else {})}
    return write(
        verb, ("record", clock.record_id), actor=by.actor(), at=now, clause=clock.term, detail=detail
    )
