"""How does a clock stand still, or get more time, for a reason that somebody answers for?

Not every clock may: a term says whether the law lets it stand still, and by how much it may be lengthened.
Who works on a matter asks; who answers for it, and did not work on it, decides.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation, System, User, Viewer
from accounts.roles import Kind, Role
from casework.clauses import carries
from casework.deadlines import clocks
from casework.deadlines.nearest import refresh
from casework.deadlines.recounts import said
from casework.deadlines.warnings import SUPERVISORS
from casework.flow import Forbidden, KeptApart, Refused
from casework.models import Deadline, Extension, Record
from casework.separation import objection_to_deciding, work_of
from casework.terms.count import in_words
from casework.terms.table import TERMS
from casework.work.notifications import Telling
from trail import verbs
from trail.enumerations import enumerated
from trail.models import Event, write

verbs.register("ask for more time", _("Ask for more time"), notification=_("More time is asked for"))
verbs.register(
    "ask to let a clock stand still",
    _("Ask to let a clock stand still"),
    notification=_("A clock is to stand still"),
)
verbs.register(
    "let a clock stand still", _("Let a clock stand still"), notification=_("A clock was let stand still")
)
verbs.register("refuse more time", _("Refuse more time"), notification=_("More time was refused"))
verbs.register(
    "refuse to let a clock stand still",
    _("Refuse to let a clock stand still"),
    notification=_("A clock is not let stand still"),
)
verbs.register(
    "withdraw what was asked for a clock",
    _("Withdraw what was asked for a clock"),
    notification=_("What was asked for a clock was withdrawn"),
)

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
    """Whether this viewer has the role that decides on more time: who answers for a regulator's work; of all
    others, the leader of the center whose matter it is."""
    office = _office(clock)
    return office == viewer.organisation and SUPERVISORS[office.kind] in viewer.roles


def may_not_decide(asked: Extension, viewer: Viewer, now: datetime) -> str | None:
    """Why somebody who has the role does not decide: they, or whom they stand in for, work on the matter."""
    role, record = SUPERVISORS[viewer.kind], asked.clock.record
    return objection_to_deciding(record, role, asked.asked_by_id, viewer, clocks.local_day(now))


def only_who_is_free_decides(asked: Extension, by: Viewer, now: datetime) -> None:
    """Raises KeptApart, with who can, where this viewer works on the matter."""
    objection = may_not_decide(asked, by, now)
    if objection:
        raise KeptApart(objection)


def to_decide(viewer: Viewer) -> QuerySet[Extension]:
    """What was asked for and waits for this viewer to decide, nearest clock first; not on what they, or whom
    they stand in for, work."""
    own, role = viewer.organisation, SUPERVISORS.get(viewer.kind)
    held = Q(clock__record__holder=own)
    if viewer.kind == Kind.CENTER:
        by_a_regulator = Q(clock__record__holder__kind=Kind.REGULATOR, clock__record__holder__isnull=False)
        held = Q(clock__record__center=own) & ~by_a_regulator
    if role not in viewer.roles or viewer.kind not in (Kind.REGULATOR, Kind.CENTER):
        return Extension.objects.none()
    people = [viewer.user, *viewer.lenders(role)]
    works = work_of(people, role).filter(subject_id=OuterRef("clock__record"))
    found = Extension.objects.pending().filter(held, clock__in=Deadline.objects.running().values("pk"))
    others = found.exclude(asked_by__in=people).exclude(Exists(works))
    return others.select_related("clock__record").order_by("clock__due_at", "id")


def matter(asked: Extension) -> str:
    """What is to be decided, as a button says it."""
    term = TERMS.get(asked.clock.term)
    words = _("Decide on standing still: %(term)s") if asked.until else _("Decide on more time: %(term)s")
    return str(words) % {"term": term.label if term else asked.clock.term}


def who_decides(clock: Deadline) -> str:
    """Whose decision it is, as the page says it: the office and its role."""
    office = _office(clock)
    return f"{office} · {SUPERVISORS[office.kind].label}" if office else ""


def _office(clock: Deadline) -> Organisation | None:
    holder: Organisation | None = clock.record.holder
    center: Organisation | None = clock.record.center
    return holder if holder and holder.kind == Kind.REGULATOR else center


def no_standing_still(clock: Deadline, now: datetime) -> str | None:
    """Why nobody may ask now that a clock stand still; or None."""
    if not may_stand_still(clock):
        return gettext("The law does not let this clock stand still.")
    if clock.suspended_at:
        return gettext("This clock stands still already.")
    return _late(clock, now) or _asked_already(clock)


def no_more_time(clock: Deadline, now: datetime) -> str | None:
    """Why nobody may ask now for more time; or None."""
    if clock.postponed:
        given = in_words(clock.postponed, clock.unit)
        return gettext("It was given %(given)s more already, and is given more time only once.") % {
            "given": given
        }
    if not most_time(clock):
        return gettext("This clock cannot be given more time.")
    if clock.due_at <= now and not clock.suspended_at:
        return gettext("It has run out: more time is asked for before that.")
    return _asked_already(clock)


def _late(clock: Deadline, now: datetime) -> str | None:
    if clock.due_at <= now:
        return gettext("It has run out: what is late stays late, and does not stand still any more.")
    return None


def _asked_already(clock: Deadline) -> str | None:
    if clock.extensions.pending().exists():
        return gettext("Something is asked for already: it is decided on first, or withdrawn.")
    return None


def _refuse(reason: str | None) -> None:
    if reason is not None:
        raise Refused(reason)


@carries("T-15")
@transaction.atomic
def stand_still(
    clock: Deadline, *, until: date, reason: str, evidence: str, by: Viewer, now: datetime
) -> Extension:
    """Ask that a clock stand still until the end of a day, for a reason and its evidence (a file's token).

    Somebody else decides; those above and the center know of it. Raises Forbidden or Refused.
    """
    clock = _locked(clock, by, holds)
    _refuse(no_standing_still(clock, now))
    first, last = days_of_standing_still(now)
    if not first <= until <= last:
        words = _("It stands still for at most %(most)d days: name a day from %(first)s to %(last)s.")
        raise Refused(words % {"most": LONGEST, "first": first, "last": last})
    asked = Extension.objects.create(
        clock=clock, until=until, reason=reason, evidence=evidence, asked_by=by.user, asked_at=now
    )
    role = Role(clock.record.turn)
    event = _write("ask to let a clock stand still", clock, by, now, role, reason, evidence)
    _make_known(clock, event)
    return asked


def days_of_standing_still(now: datetime) -> tuple[date, date]:
    """The first and the last day until which a clock may be asked to stand still."""
    today = clocks.local_day(now)
    return today + timedelta(days=1), today + timedelta(days=LONGEST)


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
    role = Role(clock.record.turn) if holds(clock, by) else SUPERVISORS[by.kind]
    _write("let a clock go on", clock, by, now, role, reason, evidence)
    clocks.go_on(clock, now, now)
    refresh(clock.record)


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
            _write("let a clock go on", clock, System(), now, Role.SYSTEM)
            clocks.go_on(clock, clocks.instant(clock.suspended_until + timedelta(days=1)), now)
            refresh(clock.record)
            gone_on += 1
    return gone_on


@transaction.atomic
def ask(clock: Deadline, *, number: int, reason: str, evidence: str, by: Viewer, now: datetime) -> Extension:
    """Ask for more time before it has run out. Raises Forbidden or Refused."""
    clock = _locked(clock, by, holds)
    _refuse(no_more_time(clock, now))
    if not 0 < number <= most_time(clock):
        most = in_words(most_time(clock), clock.unit)
        raise Refused(_("At most %(most)s can be given.") % {"most": most})
    asked = Extension.objects.create(
        clock=clock, number=number, reason=reason, evidence=evidence, asked_by=by.user, asked_at=now
    )
    event = _write("ask for more time", clock, by, now, Role(clock.record.turn), reason, evidence)
    _tell_who_decides(clock, event)
    return asked


def _tell_who_decides(clock: Deadline, event: Event) -> None:
    office = _office(clock)
    if office:
        telling = Telling(event.at)
        telling.tell(clock.record, event, office.pk, SUPERVISORS[office.kind])
        telling.send()


def may_withdraw(asked: Extension, viewer: Viewer) -> bool:
    """Whether this viewer takes back what was asked for: who asked, or who has the matter now."""
    return asked.asked_by_id == viewer.user.pk or holds(asked.clock, viewer)


@transaction.atomic
def withdraw(asked: Extension, *, reason: str, by: Viewer, now: datetime) -> None:
    """Take back what was asked for, before it is decided. Raises Forbidden or Refused."""
    clock = _locked(asked.clock, by, lambda _clock, viewer: may_withdraw(asked, viewer))
    if not Extension.objects.pending().filter(pk=asked.pk).update(withdrawn_at=now):
        raise Refused(_("This was decided or withdrawn already."))
    role = Role(clock.record.turn) if holds(clock, by) else ""
    event = _write("withdraw what was asked for a clock", clock, by, now, role, reason)
    _tell_who_decides(clock, event)


@transaction.atomic
def decide(asked: Extension, *, granted: bool, remark: str, by: Viewer, now: datetime) -> None:
    """Grant more time or refuse it; nobody decides who works on the matter. Raises Forbidden or Refused."""
    clock = _locked(asked.clock, by, decides)
    only_who_is_free_decides(asked, by, now)
    if granted and asked.until:
        _refuse(_late(clock, now) or _gone_on_since(asked))
    decided = Extension.objects.pending().filter(pk=asked.pk)
    if not decided.update(granted=granted, remark=remark, decided_by=by.user, decided_at=now):
        raise Refused(_("This was decided or withdrawn already."))
    role = SUPERVISORS[by.kind]
    if granted and asked.until:
        event = _stop(clock, asked, by, now, role)
    elif granted:
        event = _lengthen(clock, asked, by, now, role, remark)
    else:
        verb = "refuse to let a clock stand still" if asked.until else "refuse more time"
        event = _write(verb, clock, by, now, role, remark)
    record = clock.record
    if record.turn and record.holder_id:
        telling = Telling(now)
        telling.tell(record, event, record.holder_id, record.turn)
        telling.send()


def _gone_on_since(asked: Extension) -> str | None:
    """The reason for a standing still is gone where the record went on meanwhile, as in clocks.go_on_with."""
    record = asked.clock.record
    moves = Event.objects.of("record", record.pk).filter(at__gt=asked.asked_at).exclude(moved_to="")
    if not moves.exclude(moved_to=F("moved_from")).exists():
        return None
    gone_on = gettext(
        "The matter has gone on since this was asked for (%(state)s): refuse it. Where its reason still"
        " holds, it is asked for anew."
    )
    return gone_on % {"state": record.get_state_display()}


def _lengthen(clock: Deadline, asked: Extension, by: Viewer, now: datetime, role: Role, remark: str) -> Event:
    before = clock.due_at
    clock.postponed = asked.number
    clocks.settle(clock, clocks.recount(clock, clocks.calendar()), now)
    event = said(clock, before, remark or asked.reason, by.actor(role), now, **_instead(by, role))
    clock.save()
    refresh(clock.record)
    return event


def _stop(clock: Deadline, asked: Extension, by: Viewer, now: datetime, role: Role) -> Event:
    clock.suspended_at, clock.suspended_until, clock.next_tell_at = now, asked.until, None
    clock.suspended_for = asked.reason[:200]
    event = _write("let a clock stand still", clock, by, now, role, asked.reason, asked.evidence)
    clock.save()
    refresh(clock.record)
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


def _write(
    verb: str,
    clock: Deadline,
    by: Viewer | System,
    now: datetime,
    role: str,
    note: str = "",
    evidence: str = "",
) -> Event:
    lent = _instead(by, role) if isinstance(by, Viewer) else {}
    detail = {"term": clock.term, "note": note, **({"evidence": evidence} if evidence else {}), **lent}
    subject = ("record", clock.record_id)
    return write(verb, subject, actor=by.actor(role), at=now, clause=clock.term, detail=detail)


def _instead(by: Viewer, role: str) -> dict[str, str]:
    """For the trail: in whose place it is done, if it is."""
    absents: tuple[User, ...] = by.lenders(role) if role else ()
    return {"for": enumerated(absents)} if absents else {}
