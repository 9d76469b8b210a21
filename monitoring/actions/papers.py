"""Which papers does this stage issue? The assessment (form 4.2), the notice, the work plan (form 4.3)."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from accounts.models import By
from casework.deadlines.clocks import local_day, rule
from casework.separation import who_took
from documents.actions import issue, newest
from documents.models import Document
from documents.papers.monitoring import Information, Limit, Opinion, Planned, Scene, Sensitivity, Stage
from monitoring.flow.notices import ANSWER, PAPER
from monitoring.flow.vocabulary import Outcome, Spread
from monitoring.matrix import RiskLevel
from monitoring.matrix.flips import exactly
from monitoring.models.assessments import Assessment, Vote
from monitoring.models.cases import Notice
from monitoring.models.plans import WorkPlan


def issue_assessment(
    assessment: Assessment, *, by: By, now: datetime, instead_of: Assessment | None = None
) -> Document:
    """The approved assessment, of the center. instead_of: the older one whose paper this one replaces."""
    assert assessment.center is not None
    with override(settings.LANGUAGE_CODE):
        return issue(
            assessment,
            paper="assessment",
            title=_("Risk assessment"),
            content=_assessed(assessment, now),
            by=by,
            now=now,
            office=assessment.center,
            supersedes=newest(instead_of, "assessment") if instead_of else None,
            language=settings.LANGUAGE_CODE,
        )


def _assessed(assessment: Assessment, now: datetime) -> dict[str, Any]:
    case = assessment.riskcase
    signals = case.signals.order_by("pk")
    return {
        "assessment": assessment.number,
        "case": f"{case.title} {case.number}",
        "product": case.product,
        "hazard": case.hazard_item,
        "signals": tuple(
            Information(
                number=signal.number,
                channel=signal.get_channel_display(),
                product=signal.product,
                hazard=signal.hazard_item,
                degree=signal.get_degree_display(),
            )
            for signal in signals
        ),
        "mode": assessment.get_mode_display(),
        "panel": tuple(str(user) for user in assessment.panel.order_by("pk")),
        "criteria": f"{assessment.criteria} · {assessment.criteria.source}",
        "account": assessment.account,
        "sitting": str(assessment.sitting or ""),
        "supersedes": assessment.supersedes.number if assessment.supersedes else "",
        "scenarios": _scenarios(assessment),
        "units_in_use": assessment.units_in_use,
        "level": str(RiskLevel(assessment.level).label),
        "sensitivity": tuple(
            Sensitivity(factor=shift.factor, value=shift.value, flips=shift.flips)
            for shift in assessment.sensitivity()
        ),
        "spread": str(Spread(assessment.spread).label),
        "outcome": str(Outcome(assessment.outcome).label),
        "reason": assessment.reason,
        "opinions": tuple(
            _opinion(vote) for vote in assessment.votes.select_related("assessor").order_by("pk")
        ),
        "dissenters": tuple(_opinion(vote) for vote in assessment.dissenting()),
        "dissent": assessment.dissent,
        "absence": assessment.absence,
        "notified": (*(str(one) for one in assessment.notified.order_by("pk")), *assessment.units()),
        "proposed_by": who_took(assessment, "propose"),
        "approved_by": who_took(assessment, "approve"),
        "approved_on": timezone.localdate(now),
    }


def _scenarios(assessment: Assessment) -> tuple[Scene, ...]:
    matrix, governs = assessment.criteria.matrix, assessment.governing()
    scenes = []
    for scenario in assessment.laid:
        assert scenario.severity is not None
        level = matrix.level(scenario.severity, scenario.probability, assessment.units_in_use)
        scenes.append(
            Scene(
                name=str(scenario),
                description=scenario.description,
                steps=tuple(
                    Stage(
                        description=step.description,
                        probability=exactly(step.probability),
                        evidence=step.get_evidence_display(),
                    )
                    for step in scenario.steps.all()
                ),
                probability=exactly(scenario.probability),
                severity=scenario.get_severity_display(),
                level=str(level.label),
                governs=scenario == governs,
            )
        )
    return tuple(scenes)


def _opinion(vote: Vote) -> Opinion:
    if vote.conflict:
        return Opinion(name=str(vote.assessor), conflict=True, remark=vote.remark)
    return Opinion(
        name=str(vote.assessor),
        severity=vote.severity_said(),
        spread=vote.get_spread_display(),
        measure=vote.get_outcome_display(),
        remark=vote.remark,
    )


def issue_notice(notice: Notice, *, by: By, now: datetime) -> Document:
    """The notice of the center to a unit or region (风险提示函); its delivery starts the time to answer."""
    case, center = notice.riskcase, notice.center
    assert center is not None
    with override(settings.LANGUAGE_CODE):
        return issue(
            notice,
            paper=PAPER,
            title=_("Letter of notice of a risk"),
            content={
                "addressee": notice.addressee.name if notice.addressee else notice.unit,
                "address": notice.unit_address,
                "notice": notice.number,
                "product": case.product,
                "category": str(case.category or ""),
                "hazard": case.hazard_item,
                "level": str(RiskLevel(case.level).label) if case.level else "",
                "model": notice.model,
                "batch": notice.batch,
                "producer": notice.producer,
                "offered": tuple(line.strip() for line in notice.offered.splitlines() if line.strip()),
                "text": notice.text,
                "answer_days": rule(ANSWER, local_day(now)).number,
                "outside": notice.addressee is None,
                "center_address": notice.sender_address or center.address,
                "center_phone": notice.sender_phone or center.phone,
                "contact": notice.sender_contact,
            },
            by=by,
            now=now,
            office=center,
            addressee=notice.addressee,
            language=settings.LANGUAGE_CODE,
        )


def issue_plan(plan: WorkPlan, *, by: By, now: datetime) -> Document:
    """The approved plan, of the regulator to the center; a revision takes the place of the older version."""
    assert plan.regulator is not None and plan.center is not None
    with override(settings.LANGUAGE_CODE):
        return issue(
            plan,
            paper="workplan",
            title=_("Work plan for monitoring"),
            content=_planned(plan, now),
            by=by,
            now=now,
            office=plan.regulator,
            addressee=plan.center,
            supersedes=newest(plan, "workplan"),
            language=settings.LANGUAGE_CODE,
        )


def _planned(plan: WorkPlan, now: datetime) -> dict[str, Any]:
    items = plan.items.select_related("category", "test_standard", "judgement_standard")
    return {
        "addressee": str(plan.center),
        "plan": plan.number,
        "version": plan.version,
        "name": plan.title,
        "record_no": plan.record_no,
        "legal_mode": plan.get_legal_mode_display(),
        "issuing_department": plan.issuing_department,
        "task_source": plan.task_source,
        "task_type": plan.get_task_type_display(),
        "cases": tuple(f"{case.title} {case.number}" for case in plan.cases.order_by("pk")),
        "products": tuple(
            Planned(
                product=item.product,
                category=str(item.category),
                batches=item.batches,
                test_items=_(", ").join(map(str, item.test_items.all())),
                test_standard=item.test_standard.number,
                judgement_standard=item.judgement_standard.number,
                grounds=item.grounds,
                basis=item.get_basis_display(),
                quantities=f"{item.test_quantity} + {item.backup_quantity} {item.unit}".strip(),
                unit_price=item.unit_price,
            )
            for item in items.prefetch_related("test_items")
        ),
        "quotas": tuple(
            Limit(
                platform=str(quota.platform or ""),
                product=str(quota.item or ""),
                price=quota.priced(),
                most=quota.most,
            )
            for quota in plan.quotas.select_related("platform", "item")
        ),
        "platforms": tuple(str(one) for one in plan.platforms.order_by("pk")),
        "areas": plan.areas,
        "price_range": plan.price_range,
        "method": plan.get_method_display(),
        "starts_on": plan.starts_on,
        "ends_on": plan.ends_on,
        "staffing": plan.staffing,
        "budget": plan.budget,
        "over_budget": plan.get_over_budget_display(),
        "digest": plan.digest,
        "laboratories": tuple(str(one) for one in plan.laboratories.order_by("pk")),
        "backup_required": plan.backup_required,
        "planned_by": who_took(plan, "submit"),
        "approved_by": who_took(plan, "approve"),
        "approved_on": timezone.localdate(now),
    }
