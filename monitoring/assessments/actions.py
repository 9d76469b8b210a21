"""How does a panel bring a case to one of three measures? (6.1.3)"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

from django.core.files import File
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import By, Organisation, System, User, Viewer
from casework.actions import lock, open_record, take
from casework.clauses import carries
from casework.flow import Refused
from documents.actions import attach
from monitoring.assessments.models import BASIS, Assessment, Scenario, ScenarioStep, Sitting, Vote, lacking
from monitoring.assessments.papers import issue_assessment
from monitoring.criteria.matrix.flips import governing
from monitoring.risks.actions.riskcases import draft_notice
from monitoring.risks.flow.risk import ASSESSMENT_FLOW, RISK_CASE_FLOW, AssessmentState
from monitoring.risks.models.riskcases import RiskCase
from monitoring.vocabulary import Outcome
from trail.enumerations import enumerated


@ASSESSMENT_FLOW.handles("open")
@transaction.atomic
def open_assessment(
    *, riskcase: RiskCase, by: Viewer, now: datetime, sitting: Sitting | None = None
) -> Assessment:
    """Open an assessment of a registered case, which is then under assessment. sitting: a joint session."""
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
        sitting=sitting,
    )
    take("assess", riskcase, by=by, now=now)
    return assessment


@transaction.atomic
def open_sitting(
    *, title: str, held_on: date, cases: Iterable[RiskCase], by: Viewer, now: datetime
) -> Sitting:
    """Open a joint session, with an assessment of each of several registered cases."""
    chosen = sorted(cases, key=lambda case: case.pk)
    if len(chosen) < 2:
        raise Refused(_("A joint session assesses several cases: choose at least two."))
    sitting = Sitting.objects.create(title=title, held_on=held_on, center=by.organisation)
    for case in chosen:
        open_assessment(riskcase=case, by=by, now=now, sitting=sitting)
    return sitting


@ASSESSMENT_FLOW.handles("empanel")
@transaction.atomic
def empanel(
    assessment: Assessment,
    *,
    by: By,
    now: datetime,
    mode: str,
    panel: Iterable[User],
    scenarios: Sequence[dict[str, Any]],
    account: str = "",
    evidence: Iterable[File[bytes]] = (),
    **data: Any,
) -> None:
    """Appoint the panel and lay the scenarios before it. Refused where the mode asks for more.

    scenarios: each a description and its steps, and of each step description, probability (Fraction) and
    evidence. account: of a survey. evidence: files on which the assessment rests. data: criteria,
    units_in_use.
    """
    members, files = list(panel), list(evidence)
    on_file = len(files) + assessment.attachments.filter(kind=BASIS).count()
    fault = lacking(mode, len(members), on_file, account, assessment.sitting_id is not None)
    if fault:
        raise Refused(fault[1])
    if not scenarios or not all(scenario["steps"] for scenario in scenarios):
        raise Refused(_("Each injury scenario needs at least one step."))
    take("empanel", assessment, by=by, now=now, mode=mode, panel=members, account=account, **data)
    for file in files:
        attach(assessment, file, BASIS, by=by, now=now)
    for position, scenario in enumerate(scenarios, start=1):
        _lay(assessment, position, scenario)


def _lay(assessment: Assessment, position: int, given: dict[str, Any]) -> None:
    scenario = Scenario.objects.create(
        assessment=assessment, position=position, description=given["description"]
    )
    ScenarioStep.objects.bulk_create(
        ScenarioStep(
            scenario=scenario,
            position=at,
            description=step["description"],
            numerator=step["probability"].numerator,
            denominator=step["probability"].denominator,
            evidence=step["evidence"],
        )
        for at, step in enumerate(given["steps"], start=1)
    )


@ASSESSMENT_FLOW.handles("score")
@transaction.atomic
def score(
    assessment: Assessment, *, by: Viewer, now: datetime, severities: Sequence[int] = (), **data: Any
) -> Vote:
    """Give one's own score, once. severities: of each scenario. data: conflict, spread, outcome, remark.

    With the last score the assessment goes to the chair. What was scored stands in no trail: the others
    are not to know it before the outcome is proposed.
    """
    take("score", assessment, by=by, now=now)
    if data.get("conflict"):
        data = {"conflict": True, "remark": data.get("remark", "")}
    else:
        _one_for_each(assessment, severities)
        data["severities"] = list(severities)
    vote = Vote.objects.create(assessment=assessment, assessor=by.user, at=now, **data)
    if not missing(assessment):
        take("all_in", assessment, by=System(), now=now)
    return vote


def _one_for_each(assessment: Assessment, severities: Sequence[int]) -> None:
    if len(severities) != assessment.scenarios.count():
        raise Refused(_("Say for each scenario how grave the harm is."))


def missing(assessment: Assessment) -> list[User]:
    """Members of the panel who have not scored yet."""
    return list(assessment.panel.exclude(pk__in=assessment.votes.values("assessor")).order_by("pk"))


@ASSESSMENT_FLOW.handles("end_scoring")
@transaction.atomic
def end_scoring(assessment: Assessment, *, absence: str, by: By, now: datetime) -> None:
    """Close the scoring though members have not scored. absence: who, and why."""
    take("end_scoring", assessment, by=by, now=now, absence=absence)


@ASSESSMENT_FLOW.handles("widen")
@transaction.atomic
def widen(assessment: Assessment, *, members: Iterable[User], by: By, now: datetime) -> None:
    """Appoint more members to a panel of which too few could score; they score as the others did."""
    new = list(members)
    names = enumerated(new)
    take("widen", assessment, by=by, now=now, panel=[*assessment.panel.all(), *new], note=names)


@ASSESSMENT_FLOW.handles("propose")
@transaction.atomic
def propose(assessment: Assessment, *, by: By, now: datetime, severities: Sequence[int], **data: Any) -> None:
    """Propose one of the three measures. data: outcome, spread, reason, dissent, notified, outside.

    severities: of each scenario, as the panel agreed. The highest scenario governs: its level, by the
    criteria in force, is that of the case. The measure does not follow from it: people decide that.
    """
    if data["outcome"] == Outcome.NOTIFY and not (data.get("notified") or data.get("outside")):
        raise Refused(_("Name at least one unit or region to notify."))
    _one_for_each(assessment, severities)
    matrix, harms = assessment.criteria.matrix, assessment.harms(severities)
    units = assessment.units_in_use
    place = governing(matrix, harms, units)
    level = matrix.level(harms[place].severity, harms[place].probability, units)
    take("propose", assessment, by=by, now=now, level=level, severity=severities[place], **data)
    for scenario, severity in zip(assessment.laid, severities, strict=True):
        scenario.severity = severity
        scenario.save(update_fields=["severity"])


@ASSESSMENT_FLOW.handles("approve")
@carries("6.1.3")
@transaction.atomic
def approve(assessment: Assessment, *, note: str = "", by: By, now: datetime) -> None:
    """Approve the proposed outcome: the case takes the measure, the assessment is issued on paper, and
    notices are drafted where the measure is b. An older assessment of the case is superseded. note: the
    approver's opinion."""
    case = assessment.riskcase
    lock(case)
    older = list(
        case.assessments.filter(state=AssessmentState.APPROVED).exclude(pk=assessment.pk).order_by("pk")
    )
    chain: dict[str, Any] = {"supersedes": older[-1]} if older else {}
    event = take("approve", assessment, by=by, now=now, note=note, **chain)
    cause = System(cause=event.pk)
    for former in older:
        take("supersede", former, by=cause, now=now, note=assessment.number)
    take(assessment.outcome, case, by=cause, now=now, outcome=assessment.outcome, level=assessment.level)
    issue_assessment(assessment, by=by, now=now, instead_of=older[-1] if older else None)
    if assessment.outcome == Outcome.NOTIFY:
        addressees: list[Organisation | str] = [*assessment.notified.order_by("pk"), *assessment.units()]
        for addressee in addressees:
            draft_notice(case, addressee, cause, now)


@RISK_CASE_FLOW.handles("back")
@transaction.atomic
def stop_assessment(case: RiskCase, *, note: str, by: By, now: datetime) -> None:
    """Void the assessment under way and take the case back, as when a new signal changes the question."""
    lock(case)
    event = take("back", case, by=by, now=now, note=note)
    for assessment in case.assessments.filter(state__in=tuple(ASSESSMENT_FLOW.turns)).order_by("pk"):
        take("void", assessment, by=System(cause=event.pk), now=now, note=note)


@ASSESSMENT_FLOW.handles("void")
@transaction.atomic
def void_assessment(assessment: Assessment, *, note: str, by: By, now: datetime) -> None:
    """Void an assessment; its case goes back to be assessed anew."""
    lock(assessment.riskcase)
    event = take("void", assessment, by=by, now=now, note=note)
    take("back", assessment.riskcase, by=System(cause=event.pk), now=now)
