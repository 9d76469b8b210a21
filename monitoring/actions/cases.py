"""How does a panel bring a case to one of three measures, and who answers a notice? (6.1.3)"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Organisation, System, User, Viewer, places
from accounts.roles import Kind
from casework.actions import By, lock, open_record, take
from casework.clauses import carries
from casework.flow import Forbidden, Refused
from monitoring.actions.papers import issue_assessment
from monitoring.flow import ASSESSMENT_FLOW, AssessmentState, NoticeState, RiskCaseState, SignalState
from monitoring.flow.vocabulary import Outcome
from monitoring.matrix import MATRICES
from monitoring.models import Assessment, Notice, RiskCase, ScenarioStep, Vote


@transaction.atomic
def open_assessment(*, riskcase: RiskCase, by: Viewer, now: datetime) -> Assessment:
    """Open an assessment of a registered case, which is then under assessment."""
    lock(riskcase)
    assessment = open_record(
        Assessment,
        by=by,
        now=now,
        riskcase=riskcase,
        title=riskcase.title,
        center=riskcase.center,
        province=riskcase.province,
        category=riskcase.category,
        platform=riskcase.platform,
    )
    take("assess", riskcase, by=by, now=now)
    return assessment


@transaction.atomic
def empanel(
    assessment: Assessment, *, by: By, now: datetime, rows: Sequence[dict[str, Any]], **data: Any
) -> None:
    """Appoint the panel and lay the scenario before it.

    rows: the scenario's steps, each description, probability (Fraction) and evidence.
    data: mode, panel, criteria, scenario, units_in_use.
    """
    take("empanel", assessment, by=by, now=now, **data)
    ScenarioStep.objects.bulk_create(
        ScenarioStep(
            assessment=assessment,
            position=position,
            description=row["description"],
            numerator=row["probability"].numerator,
            denominator=row["probability"].denominator,
            evidence=row["evidence"],
        )
        for position, row in enumerate(rows, start=1)
    )


@transaction.atomic
def score(assessment: Assessment, *, by: Viewer, now: datetime, **data: Any) -> Vote:
    """Give one's own score, once. data: conflict, severity, spread, outcome, remark.

    With the last score the assessment goes to the chair. What was scored stands in no trail: the others
    are not to know it before the outcome is proposed.
    """
    take("score", assessment, by=by, now=now)
    if not assessment.panel.filter(pk=by.user.pk).exists():
        raise Forbidden(_("You are not on the panel of this assessment."))
    if assessment.votes.filter(assessor=by.user).exists():
        raise Refused(_("You have scored already."))
    if data.get("conflict"):
        data = {"conflict": True, "remark": data.get("remark", "")}
    vote = Vote.objects.create(assessment=assessment, assessor=by.user, at=now, **data)
    if not missing(assessment):
        take("all_in", assessment, by=System(), now=now)
    return vote


def missing(assessment: Assessment) -> list[User]:
    """Members of the panel who have not scored yet."""
    return list(assessment.panel.exclude(pk__in=assessment.votes.values("assessor")).order_by("pk"))


@transaction.atomic
def propose(assessment: Assessment, *, by: By, now: datetime, **data: Any) -> None:
    """Propose one of the three measures. data: outcome, severity, spread, reason, dissent, absence, notified.

    The risk level follows from severity, the scenario's probability and the criteria in force. Refused
    while a score is missing and no absence is documented.
    """
    absent = missing(assessment)
    if absent and not data.get("absence"):
        names = ", ".join(map(str, absent))
        raise Refused(_("These have not scored; say why, or wait for them: %(names)s.") % {"names": names})
    if data["outcome"] == Outcome.NOTIFY and not data.get("notified"):
        raise Refused(_("Name at least one unit or region to notify."))
    matrix = MATRICES[assessment.criteria]
    level = matrix.level(data["severity"], assessment.probability, assessment.units_in_use)
    take("propose", assessment, by=by, now=now, level=level, **data)


@carries("6.1.3")
@transaction.atomic
def approve(assessment: Assessment, *, by: By, now: datetime) -> None:
    """Approve the proposed outcome: the case takes the measure, the assessment is issued on paper, and
    notices are drafted where the measure is b."""
    case = assessment.riskcase
    lock(case)
    event = take("approve", assessment, by=by, now=now)
    cause = System(cause=event.pk)
    older = list(
        case.assessments.filter(state=AssessmentState.APPROVED).exclude(pk=assessment.pk).order_by("pk")
    )
    for former in older:
        take("supersede", former, by=cause, now=now)
    take(assessment.outcome, case, by=cause, now=now, outcome=assessment.outcome, level=assessment.level)
    issue_assessment(assessment, by=by, now=now, instead_of=older[-1] if older else None)
    if assessment.outcome == Outcome.NOTIFY:
        for addressee in assessment.notified.order_by("pk"):
            _draft_notice(case, addressee, cause, now)


@transaction.atomic
def stop_assessment(case: RiskCase, *, note: str, by: By, now: datetime) -> None:
    """Void the assessment under way and take the case back, as when a new signal changes the question."""
    lock(case)
    event = take("back", case, by=by, now=now, note=note)
    for assessment in case.assessments.filter(state__in=tuple(ASSESSMENT_FLOW.turns)).order_by("pk"):
        take("void", assessment, by=System(cause=event.pk), now=now, note=note)


@transaction.atomic
def void_assessment(assessment: Assessment, *, note: str, by: By, now: datetime) -> None:
    """Void an assessment; its case goes back to be assessed anew."""
    lock(assessment.riskcase)
    event = take("void", assessment, by=by, now=now, note=note)
    take("back", assessment.riskcase, by=System(cause=event.pk), now=now)


@transaction.atomic
def reopen(case: RiskCase, *, note: str, by: By, now: datetime) -> None:
    """Take an excluded case up again on new evidence."""
    take("reopen", case, by=by, now=now, note=note, outcome="", level="")


@transaction.atomic
def void_case(case: RiskCase, *, note: str, by: By, now: datetime) -> None:
    """Void a case from which nothing open has come; its signals wait again to be attached."""
    lock(case)
    if case.in_assessment() or case.in_a_plan() or case.awaits_answers(now):
        raise Refused(_("An assessment, a notice or a work plan of this case is open: void that first."))
    take("void", case, by=by, now=now, note=note)
    case.signals.update(state=SignalState.SUBMITTED, case=None)


@transaction.atomic
def notify_more(case: RiskCase, *, addressee: Organisation, by: By, now: datetime) -> None:
    """Draft a notice to one more unit or region."""
    event = take("notify_more", case, by=by, now=now, note=str(addressee))
    _draft_notice(case, addressee, System(cause=event.pk), now)


def _draft_notice(case: RiskCase, addressee: Organisation, by: System, now: datetime) -> Notice:
    """A notice to a platform, filed under the case's region, or to a regulator, filed under its own."""
    regulator = addressee if addressee.kind == Kind.REGULATOR else None
    regions = places(regulator.region) if regulator else {"province": case.province}
    return open_record(
        Notice,
        by=by,
        now=now,
        riskcase=case,
        title=f"{case.title[:120]} · {addressee}"[:200],
        center=case.center,
        category=case.category,
        platform=None if regulator else addressee,
        regulator=regulator,
        **regions,
    )


@transaction.atomic
def answer(notice: Notice, *, by: By, now: datetime, **data: Any) -> None:
    """Answer a notice; with the last answer the case is closed. data: reply, contact."""
    lock(notice.riskcase)
    name = "answer_platform" if notice.platform_id else "answer"
    event = take(name, notice, by=by, now=now, **data)
    _close_when_answered(notice.riskcase, System(cause=event.pk), now)


@transaction.atomic
def void_notice(notice: Notice, *, note: str, by: By, now: datetime) -> None:
    """Void a notice; the case is closed if it was the last that waited for an answer."""
    lock(notice.riskcase)
    event = take("void", notice, by=by, now=now, note=note)
    if notice.riskcase.notices.exclude(state=NoticeState.VOIDED).exists():
        _close_when_answered(notice.riskcase, System(cause=event.pk), now)


def _close_when_answered(case: RiskCase, by: System, now: datetime) -> None:
    done = (NoticeState.ANSWERED, NoticeState.CLOSED, NoticeState.VOIDED)
    case.refresh_from_db()
    if case.state == RiskCaseState.NOTIFIED and not case.notices.exclude(state__in=done).exists():
        take("close", case, by=by, now=now)
