"""How is a matter taken back that was handed over, and who learns what becomes of it?"""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from accounts.models import By, Organisation, System, Viewer
from accounts.roles import Kind, Role
from casework.actions import take
from casework.clauses import carries
from casework.deadlines.clocks import local_day
from casework.flow import NOTHING, Refused
from casework.work.notifications import Telling, concerned
from disposal.actions.compilations import tell_another
from disposal.actions.consequences import end
from disposal.actions.heard import tell_in
from disposal.actions.jurisdiction import arrived, regions, why
from disposal.flow.consequences import ENFORCEMENT_CASE_FLOW, PLATFORM_DISPOSAL_FLOW
from disposal.models.alike import others_alike
from disposal.models.cases import BEGUN, EnforcementCase
from disposal.models.competence import competent, superiors
from disposal.models.disposals import PlatformDisposal
from trail import verbs
from trail.models import Event

verbs.register(
    "hand over again what a platform had to do",
    gettext_lazy("What the platform had to do was handed over again"),
    notification=True,
)
verbs.register(
    "take back what a platform had to do",
    gettext_lazy("What the platform had to do was taken back"),
    notification=True,
)
verbs.register(
    "void what a platform had to do",
    gettext_lazy("What the platform had to do was voided"),
    notification=True,
)


@PLATFORM_DISPOSAL_FLOW.handles("take_back")
@ENFORCEMENT_CASE_FLOW.handles("take_back")
@transaction.atomic
def take_back(record: PlatformDisposal | EnforcementCase, *, by: By, now: datetime, note: str) -> None:
    """The leader takes back what was handed over: the compiler decides what becomes of it."""
    event = take("take_back", record, by=by, now=now, note=note)
    _tell(record, "take back what a platform had to do", event, by)


@PLATFORM_DISPOSAL_FLOW.handles("void")
@ENFORCEMENT_CASE_FLOW.handles("void")
@transaction.atomic
def void(
    record: PlatformDisposal | EnforcementCase, *, by: By, now: datetime, note: str, instead: str = ""
) -> None:
    """Void what was taken back; the risk case is closed if this was the last that it waited for.

    instead: the number of the other matter of its kind that deals with the goods; "" where none does. What
    there is of the other kind is not named: a platform reads the reason, and no case of a regulator's.
    """
    if instead and instead not in {other.number for other in others_alike(record)}:
        raise Refused(_("This is no other matter about the same goods that is under way or done."))
    with override(settings.LANGUAGE_CODE):
        goods = _("The goods are dealt with in %(number)s.") if instead else _no_other(record)
        said = _("%(why)s (%(goods)s)") % {"why": note, "goods": goods % {"number": instead}}
    event = end("void", record, by, now, {"note": said})
    _tell(record, "void what a platform had to do", event, by)


def _no_other(record: PlatformDisposal | EnforcementCase) -> str:
    if isinstance(record, PlatformDisposal):
        return _("No other platform disposal deals with the goods.")
    return _("No other enforcement case deals with the goods.")


@PLATFORM_DISPOSAL_FLOW.handles("hand_over")
@ENFORCEMENT_CASE_FLOW.handles("hand_over")
@transaction.atomic
@carries("6.4-1")
def hand_over(
    record: PlatformDisposal | EnforcementCase,
    *,
    note: str,
    by: Viewer,
    now: datetime,
    regulator: Organisation | None = None,
) -> None:
    """Hand over again what was taken back: it begins anew. A regulator that had received it has it at once,
    any other with the delivery; a platform confirms the receipt.

    regulator: to whom a case goes now, where the center sends it to another one.
    """
    if isinstance(record, PlatformDisposal):
        event = take("hand_over", record, by=by, now=now, note=note, delivered_on=None, received_at=None)
        _tell(record, "hand over again what a platform had to do", event, by)
        return
    if regulator is not None and regulator.pk != record.regulator_id:
        _to_another(record, regulator, note, by, now)
        return
    if by.kind is not Kind.CENTER and competent(record.place, record.regulator) != record.regulator:
        raise Refused(_("By the place on record another regulator is competent: the center hands it over."))
    had_it = record.received_on is not None
    event = take("hand_over", record, by=by, now=now, note=note, **BEGUN)
    _tell(record, "", event, by)
    if had_it:
        take("receive", record, by=System(cause=event.pk), now=now, received_on=local_day(now))


def _to_another(case: EnforcementCase, regulator: Organisation, note: str, by: Viewer, now: datetime) -> None:
    """Hand a case to the regulator that its places make competent; it has it with the delivery of what is
    compiled on it."""
    if by.kind is not Kind.CENTER or not case.may_be_handed_to().filter(pk=regulator.pk).exists():
        raise Refused(_("By the places of the case this regulator is not competent."))
    event = take(
        "hand_over",
        case,
        by=by,
        now=now,
        note=note,
        regulator=regulator,
        jurisdiction=why(case)[:200],
        sender=None,
        transferred_from=None,
        assigned_by=None,
        **BEGUN,
        **regions(regulator, case.place),
    )
    arrived(case, event, now)
    _tell(case, "", event, by)
    tell_another(case.compilation, regulator, case.report, by, now)
    case.refresh_from_db()


def _tell(record: PlatformDisposal | EnforcementCase, action: str, event: Event, by: By) -> None:
    """All regulators above, the center's leader and who organised the tests; of a platform's matter also the
    regulator that set the task, its head, and whoever has a case about one of the products. Whose matter it
    is learns of it as of every step that gives a reason.

    action: what stands in those cases.
    """
    telling = Telling(event.at)
    known = {organisation for organisation, _role in concerned(record, event)}
    for superior in superiors(record.regulator):
        if superior.pk not in known:
            telling.tell(record, event, superior.pk, Role.CASE_OFFICER)
    if record.center_id is not None:
        for role in (Role.ORGANISER, Role.LEADER):
            telling.tell(record, event, record.center_id, role)
    if isinstance(record, PlatformDisposal):
        for role in (Role.CASE_OFFICER, Role.APPROVER):
            telling.tell(record, event, record.regulator_id, role)
        note, reports = event.detail["note"], record.items.values("report")
        cases = EnforcementCase.objects.filter(report__in=reports).exclude(state__in=NOTHING)
        tell_in(cases, action, record, lambda case: note, telling, by=by, role=event.role)
    telling.send()
