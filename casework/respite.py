"""How does a clock stand still, or get more time, for a reason that somebody answers for?

Not every clock may: a term says whether the law lets it stand still, and by how much it may be lengthened.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation, System, Viewer
from accounts.roles import Kind, Role
from casework import clocks
from casework.actions import refresh_due
from casework.clauses import carries
from casework.flow import Forbidden, Refused
from casework.models import Deadline, Extension, Record
from casework.notifications import Telling
from casework.recounts import said
from casework.terms import TERMS
from casework.warnings import SUPERVISORS
from trail.models import Actor, Event, write

LONGEST = 90  # days: then it is looked at again


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


def to_decide(viewer: Viewer) -> QuerySet[Extension]:
    """What was asked for and waits for this viewer to decide, nearest clock first; not what they asked for
    themselves."""
    own, role = viewer.organisation, SUPERVISORS.get(viewer.kind)
    held = Q(clock__record__holder=own)
    if viewer.kind == Kind.CENTER:
        by_a_regulator = Q(clock__record__holder__kind=Kind.REGULATOR, clock__record__holder__isnull=False)
        held = Q(clock__record__center=own) & ~by_a_regulator
    if role not in viewer.roles or viewer.kind not in (Kind.REGULATOR, Kind.CENTER):
        return Extension.objects.none()
    running = Deadline.objects.running().values("pk")
    found = Extension.objects.filter(held, granted=None, clock__in=running).exclude(asked_by=viewer.user)
    return found.select_related("clock__record").order_by("clock__due_at", "id")


def matter(asked: Extension) -> str:
    """What is to be decided, as a button says it."""
    term = TERMS.get(asked.clock.term)
    words = _("Decide on standing still: %(term)s") if asked.until else _("Decide on more time: %(term)s")
    return str(words) % {"term": term.label if term else asked.clock.term}


def _office(clock: Deadline) -> Organisation | None:
    holder: Organisation | None = clock.record.holder
    center: Organisation | None = clock.record.center
    return holder if holder and holder.kind == Kind.REGULATOR else center


@carries("T-15")
@transaction.atomic
def stand_still(
    clock: Deadline, *, until: date, reason: str, evidence: str, by: Viewer, now: datetime
) -> Extension:
    """Ask that a clock stand still until the end of a day, for a reason and its evidence (a file's token).

    Somebody else decides; those above and the center know of it. Raises Forbidden or Refused.
    """
    clock = _locked(clock, by, holds)
    if not may_stand_still(clock):
        raise Refused(_("The law does not let this clock stand still."))
    if clock.suspended_at:
        raise Refused(_("This clock stands still already."))
    _in_time(clock, now)
    days = (until - clocks.local_day(now)).days
    if not 0 < days <= LONGEST:
        raise Refused(
            _("It stands still for at most %(most)d days: name a day until then.") % {"most": LONGEST}
        )
    if clock.extensions.filter(granted=None).exists():
        raise Refused(_("Something is asked for already: it is decided on first."))
    asked = Extension.objects.create(
        clock=clock, until=until, reason=reason, evidence=evidence, asked_by=by.user, asked_at=now
    )
    event = _write("ask to let a clock stand still", clock, by.actor(), now, reason, evidence)
    _make_known(clock, event)
    return asked


def _in_time(clock: Deadline, now: datetime) -> None:
    if clock.due_at <= now:
        raise Refused(_("It has run out: what is late stays late, and does not stand still any more."))


def _make_known(clock: Deadline, event: Event) -> None:
    """Tell who decides, those above, and the leader of the center."""
    record, telling = clock.record, Telling(event.at)
    office = _office(clock)
    above = [(who.pk, role) for who, role in record.child().escalates_to(clock.term)]
    deciding = [(office.pk, str(SUPERVISORS[office.kind]))] if office else []
    center = [(record.center_id, str(Role.LEADER))] if record.center_id else []
    for organisation, role in (*deciding, *above, *center):
        telling.tell(record, event, organisation, role)
    telling.send()


def may_end(clock: Deadline, viewer: Viewer) -> bool:
    """Whether this viewer lets a clock go on that people let stand still: whoever holds it or decided so, the
    office above, and the leader of the center."""
    holder = clock.record.holder
    above = holder.above() if holder else []
    watches = viewer.organisation in (*above, clock.record.center)
    supervises = SUPERVISORS.get(viewer.kind) in viewer.roles
    return bool(clock.suspended_for) and (
        holds(clock, viewer) or decides(clock, viewer) or (watches and supervises)
    )


@transaction.atomic
def let_go_on(clock: Deadline, *, reason: str, evidence: str, by: Viewer, now: datetime) -> None:
    """Let a clock go on that was let stand still so; the days between do not count."""
    if not clock.suspended_at or not clock.suspended_for:
        raise Refused(_("A step stopped this clock: another step of its record lets it go on."))
    clock = _locked(clock, by, may_end)
    _write("let a clock go on", clock, by.actor(), now, reason, evidence)
    _go_on(clock, now, now)


def _go_on(clock: Deadline, since: datetime, now: datetime) -> None:
    assert clock.suspended_at is not None
    pause = [clock.suspended_at.isoformat(), since.isoformat(), clock.suspended_for]
    clock.suspensions = [*clock.suspensions, pause]
    clock.suspended_at, clock.suspended_for, clock.suspended_until = None, "", None
    clocks.settle(clock, clocks.recount(clock, clocks.calendar()), now)
    clock.save()
    refresh_due(clock.record)


def end_respites(now: datetime) -> int:
    """Let the clocks go on that were to stand still until a day that is over; returns how many. Late or
    twice, it does no harm."""
    today = clocks.local_day(now)
    over = Deadline.objects.running().filter(suspended_at__isnull=False, suspended_until__lt=today)
    gone_on = 0
    for pk, record in list(over.order_by("pk").values_list("pk", "record")):
        with transaction.atomic():
            Record.objects.select_for_update().get(pk=record)
            clock = over.select_related("record").filter(pk=pk).first()
            if clock is None or clock.suspended_until is None:
                continue
            _write("let a clock go on", clock, System().actor(), now, "", "")
            _go_on(clock, clocks.instant(clock.suspended_until + timedelta(days=1)), now)
            gone_on += 1
    return gone_on


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
    event = _write("ask for more time", clock, by.actor(), now, reason, evidence)
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
    if granted and asked.until:
        _in_time(clock, now)
    if asked.asked_by_id == by.user.pk:
        raise Forbidden(_("You asked for it yourself: somebody else must decide."))
    decided = Extension.objects.filter(pk=asked.pk, granted=None).update(
        granted=granted, remark=remark, decided_by=by.user, decided_at=now
    )
    if not decided:
        raise Refused(_("This was decided already."))
    if granted and asked.until:
        event = _stop(clock, asked, by, now)
    elif granted:
        before = clock.due_at
        clock.postponed = asked.number
        clocks.settle(clock, clocks.recount(clock, clocks.calendar()), now)
        event = said(clock, before, remark or asked.reason, by.actor(), now)
        clock.save()
        refresh_due(clock.record)
    else:
        event = _write("refuse more time", clock, by.actor(), now, remark, "")
    record = clock.record
    if record.turn and record.holder_id:
        telling = Telling(now)
        telling.tell(record, event, record.holder_id, record.turn)
        telling.send()


def _stop(clock: Deadline, asked: Extension, by: Viewer, now: datetime) -> Event:
    clock.suspended_at, clock.suspended_until, clock.next_tell_at = now, asked.until, None
    clock.suspended_for = asked.reason[:200]
    event = _write("let a clock stand still", clock, by.actor(), now, asked.reason, asked.evidence)
    clock.save()
    refresh_due(clock.record)
    _make_known(clock, event)
    return event


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


def _write(verb: str, clock: Deadline, actor: Actor, now: datetime, note: str, evidence: str) -> Event:
    detail = {"term": clock.term, "note": note, **({"evidence": evidence} if evidence else {})}
    return write(verb, ("record", clock.record_id), actor=actor, at=now, clause=clock.term, detail=detail)
