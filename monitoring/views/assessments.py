"""What does an assessment's page tell, and how are several cases assessed in one sitting? (6.1.3)"""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Viewer
from accounts.roles import Kind, Role
from casework.deeds import answered
from casework.views import Request, member
from documents import views as papers
from monitoring import actions, forms
from monitoring.flow import AssessmentState
from monitoring.matrix.flips import exactly
from monitoring.models import Assessment, Scenario, Shift, Sitting, Vote
from monitoring.views.known import about_known

SIZE = 50
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


def _of_center(request: Request) -> Any:
    if request.viewer.kind != Kind.CENTER:
        raise PermissionDenied(_("Joint sessions are a monitoring center's own."))
    return Sitting.objects.filter(center=request.viewer.organisation)


@member
def sittings(request: Request) -> HttpResponse:
    """A center's joint sessions, newest first."""
    found = _of_center(request).order_by("-held_on", "-pk")[:SIZE]
    context = {
        "columns": [
            {"label": _("Joint session"), "key": "what", "kind": "title"},
            {"label": _("Held on"), "key": "on"},
        ],
        "rows": [
            {"what": {"text": one.title, "url": one.get_absolute_url()}, "on": one.held_on} for one in found
        ],
        "new_url": reverse("sitting-new") if Role.CHAIR in request.viewer.roles else "",
    }
    return render(request, "monitoring/sittings.html", context, using="jinja2")


@member
def sitting_new(request: Request) -> HttpResponse:
    """Open a joint session: an assessment is opened of each of its cases."""
    if request.viewer.kind != Kind.CENTER or Role.CHAIR not in request.viewer.roles:
        raise PermissionDenied(_("This step is not yours to take."))
    now = timezone.now()
    return answered(
        request,
        forms.SittingForm(request.POST or None, viewer=request.viewer, now=now),
        lambda data: actions.open_sitting(by=request.viewer, now=now, **data),
        heading=_("Open a joint session"),
        path=[(_("Joint sessions"), reverse("sittings"))],
        done="",
    )


@member
def sitting(request: Request, token: str) -> HttpResponse:
    """One joint session: its assessments, and what each waits for."""
    found = get_object_or_404(_of_center(request), token=token)
    listed = Assessment.objects.visible_to(request.viewer).filter(sitting=found).order_by("pk")
    context = {
        "sitting": found,
        "columns": [
            {"label": _("Assessment"), "key": "what", "kind": "title"},
            {"label": _("State"), "key": "state"},
            {"label": _("Waits for"), "key": "turn"},
        ],
        "rows": [
            {
                "what": {"text": one.title, "url": one.get_absolute_url(), "sub": one.number},
                "state": one.get_state_display(),
                "turn": Role(one.turn).label if one.turn else "",
            }
            for one in listed
        ],
    }
    return render(request, "monitoring/sitting.html", context, using="jinja2")
