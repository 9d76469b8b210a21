"""How is risk information taken back that was taken in by mistake: one, or what waits of a file? (6.1.2)

It stays, with the reason; it counts in no figure, is compared with nothing, and goes into no case.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import connection, transaction
from django.db.models import Count, Exists, Max, OuterRef, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User, Viewer
from accounts.roles import Kind, Role
from casework.clauses import carries
from casework.flow import Forbidden, Refused
from casework.members import Asked
from casework.work import charge
from casework.work.notifications import Owed, Telling
from casework.work.outbox import promise
from monitoring.origins.models.intakes import Intake
from monitoring.origins.models.origins import SignalImport, Voiding
from monitoring.risks.flow.risk import SignalState
from monitoring.risks.models.signals import RiskSignal
from trail import verbs
from trail.models import Actor, Event, write

SIGNAL, FILE = "signal", "imported file"
DISCARD, VOID = "discard a draft", "void a signal"
ASK, VOID_FILE = "have a file's signals voided", "void a file's signals"

verbs.register(DISCARD, gettext_lazy("Draft discarded"))
verbs.register(
    ASK,
    gettext_lazy("What waits of the file is to be voided"),
    notification=gettext_lazy("What waited of an imported file is voided"),
)
verbs.register(VOID_FILE, gettext_lazy("What waited of the file was voided"))
verbs.register(VOID, gettext_lazy("Voided"), notification=gettext_lazy("Risk information was voided"))
# Of a file with more signals than these those that wait are voided by a worker.
AT_ONCE = 10_000
FORGET = (
    """
    DELETE FROM monitoring_apart WHERE EXISTS (
        SELECT FROM monitoring_footprint f JOIN monitoring_risksignal s ON s.id = f.signal_id
        WHERE s.voiding_id = %s AND f.id IN (one_id, other_id)
    )
    """,
    """
    DELETE FROM monitoring_footprint f USING monitoring_risksignal s
    WHERE s.id = f.signal_id AND s.voiding_id = %s
    """,
)


def may_void(found: RiskSignal | SignalImport, viewer: Viewer) -> bool:
    """Whether this person voids what came in: an officer of the center that received it, whoever sent it."""
    collects = viewer.kind == Kind.CENTER and Role.COLLECTOR in viewer.roles
    return collects and found.center_id == viewer.organisation.pk


@transaction.atomic
def discard_draft(signal: RiskSignal, *, by: Viewer, now: datetime) -> None:
    """Throw a draft away: nobody but its own organisation has known of it, and no reason is asked.

    Raises Forbidden where somebody else answers for it, Refused where it is no draft any more.
    """
    current = charge.locked(signal)
    charge.owned(current, by)
    if current.state != SignalState.DRAFT:
        raise Refused(_("This is no draft any more: load the page again."))
    _put(current, SignalState.DISCARDED, DISCARD, by, now)


@carries("6.1.2")
@transaction.atomic
def void(signal: RiskSignal, *, reason: str, by: Viewer, now: datetime) -> None:
    """Void a signal that waits; who took it down is told, and the center's leaders. Refused while it belongs
    to a case."""
    current: RiskSignal = charge.locked(signal)
    _center_only(current, by)
    if current.case:
        raise Refused(
            _("This belongs to risk case %(case)s: take it out of that case first, then void it.")
            % {"case": current.case.number}
        )
    if current.state != SignalState.SUBMITTED:
        raise Refused(_("Only what was submitted and waits can be voided: load the page again."))
    current.voiding = _voiding(reason, by, now)
    event = _put(current, SignalState.VOIDED, VOID, by, now, reason)
    _forget(current.voiding)
    _tell(event, current, current.collector, by)


@carries("6.1.2")
@transaction.atomic
def void_file(origin: SignalImport, *, reason: str, by: Viewer, now: datetime) -> bool:
    """Void what waits of a file, at once or, where it is long, by a worker; who sent it in is told. Returns
    whether it is done. What belongs to a case stays. Refused where nothing of the file waits."""
    _center_only(origin, by)
    if not waiting(origin).exists():
        raise Refused(_("Nothing of this file waits: what of it belongs to a case is taken out there first."))
    voiding = _voiding(reason, by, now, origin)
    detail = {"reason": reason, "file": origin.name, "sha256": origin.sha256}
    actor = by.actor(Role.COLLECTOR)
    event = write(ASK, (FILE, origin.pk), actor=actor, at=now, clause="6.1.2", detail=detail)
    _tell(event, origin, origin.by, by)
    few = waiting(origin).order_by()[: AT_ONCE + 1].count() <= AT_ONCE
    if few:
        void_rest(voiding, now)
    else:
        promise("monitoring.void_rest", now, voiding=voiding.pk)
    return few


@transaction.atomic
def void_rest(voiding: Voiding, now: datetime) -> int:
    """Void what waits of the file of a voiding, in one statement; the trail says how many."""
    assert voiding.origin is not None
    voided = waiting(voiding.origin).update(state=SignalState.VOIDED, voiding=voiding)
    _forget(voiding)
    actor = Actor("user", voiding.by_id, voiding.organisation_id, str(Role.COLLECTOR))
    detail = {"signals": voided, "sha256": voiding.origin.sha256}
    write(VOID_FILE, (FILE, voiding.origin.pk), actor=actor, at=now, clause="6.1.2", detail=detail)
    return voided


def waiting(origin: SignalImport) -> QuerySet[RiskSignal]:
    """What of a file is in no case and not void."""
    return RiskSignal.objects.filter(origin=origin, state=SignalState.SUBMITTED)


@dataclass(frozen=True)
class Since:
    """What was voided of a file since it was taken in. voided: how many signals; last: when the last of them
    was, None where they are too many; whole: whether none is left."""

    voided: int
    last: datetime | None
    whole: bool


def since(origin: SignalImport, most: int) -> Since:
    """What became of a file, counted as far as one more than so many signals."""
    of_file = RiskSignal.objects.filter(origin=origin)
    void = of_file.filter(state=SignalState.VOIDED).order_by()
    found = void[: most + 1].aggregate(voided=Count("pk"), last=Max("voiding__at"))
    whole = bool(found["voided"]) and not of_file.standing().exists()
    return Since(found["voided"], found["last"] if found["voided"] <= most else None, whole)


def _center_only(found: RiskSignal | SignalImport, by: Viewer) -> None:
    if not may_void(found, by):
        raise Forbidden(_("Only a risk information officer of the center that received it may void it."))


def _voiding(reason: str, by: Viewer, now: datetime, origin: SignalImport | None = None) -> Voiding:
    return Voiding.objects.create(
        organisation=by.organisation, by=by.user, at=now, reason=reason, origin=origin
    )


def _put(
    signal: RiskSignal, state: SignalState, verb: str, by: Viewer, now: datetime, reason: str = ""
) -> Event:
    moved, signal.state = (str(signal.state), str(state)), state
    signal.save(update_fields=["state", "voiding"])
    actor = by.actor(Role.COLLECTOR if by.kind == Kind.CENTER else Role.QUALITY_OFFICER)
    detail = {"reason": reason} if reason else {}
    return write(verb, (SIGNAL, signal.pk), actor=actor, at=now, clause="6.1.2", moved=moved, detail=detail)


def _forget(voiding: Voiding) -> None:
    """What is void is found by nothing that it says."""
    with connection.cursor() as cursor:
        for statement in FORGET:
            cursor.execute(statement, [voiding.pk])


def _tell(event: Event, work: RiskSignal | SignalImport, sender: User | None, by: Viewer) -> None:
    """Tell who took it down or sent it in, and the leaders of the center, before whom nothing vanishes."""
    title, url = str(work)[:200], work.get_absolute_url()
    telling = Telling(event.at)
    telling.tell_of(event, by.organisation.pk, str(Role.LEADER), title, url)
    if sender:
        telling.note_of(sender, Owed(Asked(work.organisation_id, ""), event, None, title, url))
    telling.send()


def with_voidings(intakes: QuerySet[Intake]) -> QuerySet[Intake]:
    """Each with `void`: whether all signals that it brought were voided since."""
    brought = RiskSignal.objects.filter(origin__intake=OuterRef("pk"))
    voided = Exists(brought.filter(state=SignalState.VOIDED))
    return intakes.annotate(void=voided & ~Exists(brought.standing()))
