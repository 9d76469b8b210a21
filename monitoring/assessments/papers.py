"""What does the assessment of a risk say on paper? (form 4.2)"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, ClassVar

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from accounts.models import By
from casework.separation import who_took
from documents.actions import issue, newest
from documents.models import Document
from documents.papers import Form, Paper
from monitoring.assessments.models import Assessment, Vote
from monitoring.criteria.matrix import RiskLevel
from monitoring.criteria.matrix.flips import exactly
from monitoring.vocabulary import Outcome, Spread


@dataclass(frozen=True, kw_only=True)
class Information(Form):
    """One piece of risk information that an assessment rests on."""

    number: str
    channel: str
    product: str
    hazard: str
    degree: str


@dataclass(frozen=True, kw_only=True)
class Injury(Form):
    """One step of an injury scenario; its probability is an exact fraction, as text."""

    description: str
    probability: str
    evidence: str


@dataclass(frozen=True, kw_only=True)
class Scene(Form):
    """An injury scenario as the panel judged it. governs: whether its level is that of the assessment."""

    name: str
    description: str
    steps: tuple[Injury, ...]
    probability: str
    severity: str
    level: str
    governs: bool


@dataclass(frozen=True, kw_only=True)
class Opinion(Form):
    """What one member of the panel thinks; with a conflict of interest, nothing but that."""

    name: str
    severity: str = ""
    spread: str = ""
    measure: str = ""
    remark: str = ""
    conflict: bool = False


@dataclass(frozen=True, kw_only=True)
class Sensitivity(Form):
    """One factor of the scenario that governs, and at which values of it the level changes, as sentences."""

    factor: str
    value: str
    flips: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class AssessmentPaper(Paper, name="assessment", series="估"):
    """风险评估表: 6.1.3, what a panel made of a risk, and which of the three measures follows."""

    template: ClassVar[str] = "papers/assessment.html"

    assessment: str
    case: str
    product: str
    hazard: str
    signals: tuple[Information, ...] = ()
    mode: str
    panel: tuple[str, ...]
    criteria: str
    account: str = ""
    sitting: str = ""
    supersedes: str = ""
    scenarios: tuple[Scene, ...]
    units_in_use: int | None = None
    level: str
    sensitivity: tuple[Sensitivity, ...] = ()
    spread: str
    outcome: str
    reason: str
    opinions: tuple[Opinion, ...] = ()
    dissenters: tuple[Opinion, ...] = ()
    dissent: str = ""
    absence: str = ""
    notified: tuple[str, ...] = ()
    proposed_by: str
    approved_by: str
    approved_on: date


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
                    Injury(
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
