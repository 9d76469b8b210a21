"""What does an assessment's page tell? (6.1.3)"""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from accounts.models import Viewer
from accounts.roles import Kind, Role
from documents import views as papers
from monitoring.assessments.models import Assessment, Scenario, Shift, Vote
from monitoring.assessments.views.known import about_known
from monitoring.criteria.matrix.flips import exactly
from monitoring.risks.flow.risk import AssessmentState

TOGETHER = (AssessmentState.CONSENSUS, AssessmentState.APPROVED, AssessmentState.SUPERSEDED)


def about_assessment(assessment: Assessment, viewer: Viewer) -> dict[str, Any]:
    """Scenarios, scores and sensitivity, as tables: the page and the API show the same.

    Before the outcome is proposed a person sees only their own score, and the chair, once all are in or the
    scoring is closed, all of them.
    """
    votes = assessment.votes.select_related("assessor").order_by("pk")
    together = assessment.state in TOGETHER
    if viewer.kind != Kind.CENTER and not together:
        votes = votes.none()
    elif not together and not (assessment.state == AssessmentState.SCORED and Role.CHAIR in viewer.roles):
        votes = votes.filter(assessor=viewer.user)
    return {
        **_scenarios(assessment),
        **_sensitivity(assessment.sensitivity() if together else []),
        "scores_columns": [
            {"label": _("Name"), "key": "name"},
            {"label": _("Severity"), "key": "severity"},
            {"label": _("Spread"), "key": "spread"},
            {"label": _("Measure"), "key": "measure", "kind": "pair"},
            {"label": _("Grounds"), "key": "remark"},
        ],
        "scores_rows": [_score(vote, assessment.outcome if together else "") for vote in votes],
        "scored": assessment.votes.count(),
        "panel_size": assessment.panel.count(),
        "sitting": assessment.sitting if viewer.kind == Kind.CENTER else None,
        **about_known(assessment, viewer),
        **papers.about(assessment, viewer),
    }


def _scenarios(assessment: Assessment) -> dict[str, Any]:
    governs = assessment.governing()
    return {
        "scenarios_columns": [
            {"label": _("Injury scenario"), "key": "what", "kind": "pair"},
            {"label": _("Probability"), "key": "probability"},
            {"label": _("Severity"), "key": "severity"},
            {"label": _("Risk level"), "key": "level", "kind": "pair"},
        ],
        "scenarios_rows": [_scenario(assessment, one, one == governs) for one in assessment.laid],
        "steps_columns": [
            {"label": _("Step"), "key": "step"},
            {"label": _("What happens"), "key": "what"},
            {"label": _("Probability"), "key": "probability"},
            {"label": _("Evidence"), "key": "evidence"},
        ],
        "steps_rows": [
            {
                "step": f"{one.position}.{step.position}",
                "what": step.description,
                "probability": exactly(step.probability),
                "evidence": step.get_evidence_display(),
            }
            for one in assessment.laid
            for step in one.steps.all()
        ],
    }


def _scenario(assessment: Assessment, one: Scenario, governs: bool) -> dict[str, Any]:
    level = ""
    if one.severity:
        found = assessment.criteria.matrix.level(one.severity, one.probability, assessment.units_in_use)
        level = str(found.label)
    return {
        "what": {"text": f"{one.position}. {one.description}"},
        "probability": exactly(one.probability),
        "severity": one.get_severity_display() if one.severity else "",
        "level": {"text": level, "sub": _("this one governs") if governs else ""},
    }


def _sensitivity(shifts: list[Shift]) -> dict[str, Any]:
    return {
        "sensitivity_columns": [
            {"label": _("Factor"), "key": "factor"},
            {"label": _("Value"), "key": "value"},
            {"label": _("At which value the level changes"), "key": "flip"},
        ],
        "sensitivity_rows": [
            {"factor": shift.factor, "value": shift.value, "flip": flip}
            for shift in shifts
            for flip in shift.flips
        ],
    }


def _score(vote: Vote, outcome: str) -> dict[str, Any]:
    """A score as a row. outcome: the one proposed, "" before."""
    if vote.conflict:
        said = _("Did not score because of a conflict of interest.")
        row = {"severity": said, "spread": "", "measure": {"text": ""}}
    else:
        dissents = outcome and vote.outcome != outcome
        measure = {"text": vote.get_outcome_display(), "sub": _("dissents") if dissents else ""}
        row = {"severity": vote.severity_said(), "spread": vote.get_spread_display(), "measure": measure}
    return {"name": str(vote.assessor), **row, "remark": vote.remark}
