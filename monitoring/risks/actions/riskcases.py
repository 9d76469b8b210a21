"""What becomes of a case beside its assessment: reopened, voided, told to others, answered? (6.1.3)"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.core.files import File
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import By, Organisation, System, Viewer, places
from accounts.roles import Kind
from casework.actions import lock, open_record, take
from casework.clauses import carries
from casework.deadlines.clocks import local_day
from casework.flow import Refused
from documents.actions import attach, serve_awaited
from documents.delivery import awaited, confirm_receipt
from documents.urge_letters import urge
from monitoring.risks.actions.signals import move, numbers
from monitoring.risks.flow.notifying import NOTICE_FLOW, NoticeState
from monitoring.risks.flow.risk import RISK_CASE_FLOW, AssessmentState, RiskCaseState, SignalState
from monitoring.risks.models.riskcases import Notice, RiskCase
from monitoring.risks.models.signals import RiskSignal
from monitoring.risks.papers import issue_notice


@RISK_CASE_FLOW.handles("reopen")
@carries("6.1.3")
@transaction.atomic
def reopen(
    case: RiskCase, *, note: str, by: Viewer, now: datetime, signals: Iterable[RiskSignal] = ()
) -> None:
    """Take a decided case up again on a new fact, such as new signals: it is to be assessed anew.

    The assessment it has stands until the new one is approved. So do its notices, and a plan that has it.
    """
    chosen = list(signals)
    said = f"{numbers(chosen)}: {note}" if chosen else note
    take("reopen", case, by=by, now=now, note=said, outcome="", level="")
    move(chosen, case, SignalState.SUBMITTED, SignalState.ATTACHED, by, now)


@RISK_CASE_FLOW.handles("void")
@transaction.atomic
def void_case(case: RiskCase, *, note: str, by: By, now: datetime) -> None:
    """Void a case of which nothing open and no plan has come; its signals wait again to be attached."""
    take("void", case, by=by, now=now, note=note)
    if case.in_a_plan():
        raise Refused(_("A work plan was made of this case: it cannot be voided any more."))
    case.signals.update(state=SignalState.SUBMITTED, case=None)


@RISK_CASE_FLOW.handles("notify_more", "notify_anew")
@transaction.atomic
def notify_more(
    case: RiskCase, *, addressee: Organisation | None = None, unit: str = "", by: By, now: datetime
) -> None:
    """Draft a notice to one more region or unit, or to another one where all were voided. unit: the name of
    one outside the system."""
    name = "notify_anew" if case.state == RiskCaseState.TO_NOTIFY else "notify_more"
    event = take(name, case, by=by, now=now, note=str(addressee or unit))
    draft_notice(case, addressee or unit, System(cause=event.pk), now)


def draft_notice(case: RiskCase, addressee: Organisation | str, by: System, now: datetime) -> Notice:
    """A notice to a platform or a unit outside the system (its name), filed under the case's region, or to a
    regulator, filed under its own."""
    organisation = addressee if isinstance(addressee, Organisation) else None
    regulator = organisation if organisation and organisation.kind == Kind.REGULATOR else None
    regions = places(regulator.region) if regulator else {"province": case.province}
    return open_record(
        Notice,
        by=by,
        now=now,
        riskcase=case,
        assessment=case.assessments.filter(state=AssessmentState.APPROVED).last(),
        title=f"{case.title[:120]} · {addressee}"[:200],
        center=case.center,
        category=case.category,
        platform=None if regulator else organisation,
        regulator=regulator,
        unit="" if organisation else addressee,
        **regions,
    )


@NOTICE_FLOW.handles("send_platform", "send_regulator", "send_unit")
@carries("6.1.3-b")
@transaction.atomic
def send_notice(notice: Notice, *, by: By, now: datetime, step: str = "", **data: Any) -> None:
    """Send a notice on paper; the time to answer begins with its delivery. step: "" = that of its addressee.
    data: text; of a unit outside the system also its address."""
    party = "platform" if notice.platform_id else "regulator" if notice.regulator_id else "unit"
    take(step or f"send_{party}", notice, by=by, now=now, **data)
    issue_notice(notice, by=by, now=now)
    notice.refresh_from_db()


@NOTICE_FLOW.handles("acknowledge_platform", "acknowledge")
@transaction.atomic
def acknowledge_notice(notice: Notice, *, by: Viewer, now: datetime) -> None:
    """Its addressee confirms that it has a notice that was not delivered otherwise; its time begins."""
    name = "acknowledge_platform" if notice.platform_id else "acknowledge"
    paper = awaited(notice)
    take(name, notice, by=by, now=now, delivered_on=local_day(now))
    if paper:
        confirm_receipt(paper, by=by, now=now)


@NOTICE_FLOW.handles("enter_answer")
@transaction.atomic
def enter_answer(
    notice: Notice, *, scan: File[bytes], reply: str, contact: str, by: Viewer, now: datetime
) -> None:
    """Enter what a unit outside the system answered on paper; with the last answer the case is closed."""
    lock(notice.riskcase)
    event = take("enter_answer", notice, by=by, now=now, reply=reply, contact=contact)
    attach(notice, scan, "reply", by=by, now=now)
    _close_when_answered(notice.riskcase, System(cause=event.pk), now)


@NOTICE_FLOW.handles("answer_platform", "answer")
@transaction.atomic
def answer(notice: Notice, *, by: By, now: datetime, **data: Any) -> None:
    """Answer a notice; with the last answer the case is closed. data: reply, contact."""
    lock(notice.riskcase)
    name = "answer_platform" if notice.platform_id else "answer"
    event = take(name, notice, by=by, now=now, **data)
    _close_when_answered(notice.riskcase, System(cause=event.pk), now)


@NOTICE_FLOW.handles("void")
@transaction.atomic
def void_notice(notice: Notice, *, note: str, by: By, now: datetime) -> None:
    """Void a notice; the case is closed if it was the last that waited for an answer, and waits for another
    notice if it was the last at all."""
    case = notice.riskcase
    lock(case)
    event = take("void", notice, by=by, now=now, note=note)
    case.refresh_from_db()
    if case.notices.exclude(state=NoticeState.VOIDED).exists():
        _close_when_answered(case, System(cause=event.pk), now)
    elif case.state == RiskCaseState.NOTIFIED:
        take("unnotify", case, by=System(cause=event.pk), now=now)


def _close_when_answered(case: RiskCase, by: System, now: datetime) -> None:
    done = (NoticeState.ANSWERED, NoticeState.CLOSED, NoticeState.VOIDED)
    case.refresh_from_db()
    if case.state == RiskCaseState.NOTIFIED and not case.notices.exclude(state__in=done).exists():
        take("close", case, by=by, now=now)


NOTICE_FLOW.handles("serve_platform", "serve_regulator", "serve_unit")(serve_awaited)
NOTICE_FLOW.handles("urge_with_platform", "urge_with_regulator", "urge_with_unit")(
    urge(lambda notice: notice.addressee or notice.unit)
)
