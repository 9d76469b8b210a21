"""How are several cases assessed in one sitting, and what of each is done and missing? (6.1.3)"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from accounts.gate import Request, holds, member, works_in
from accounts.models import Viewer
from accounts.roles import Kind, Role
from casework.pages.forms import unchosen
from casework.pages.submissions import answered
from monitoring.assessments import actions as assessments
from monitoring.assessments.forms import ScoreForm, SittingForm
from monitoring.assessments.models import Assessment, Sitting
from monitoring.criteria.matrix.flips import exactly
from monitoring.risks.flow.risk import AssessmentState
from trail.enumerations import enumerated

SIZE = 50
PAGE = "monitoring/assessments/sitting.html"
# What is to be done before an outcome is proposed.
BEFORE = (AssessmentState.OPEN, AssessmentState.SCORING)
Sent = dict[str, ScoreForm]
TONES = {
    AssessmentState.OPEN: "grey",
    AssessmentState.SCORING: "blue",
    AssessmentState.SCORED: "amber",
    AssessmentState.CONSENSUS: "amber",
    AssessmentState.APPROVED: "green",
}


def _seen(viewer: Viewer) -> QuerySet[Sitting]:
    return Sitting.objects.filter(center=viewer.organisation)


of_center = member.to(works_in(Kind.CENTER), gettext_lazy("Joint sessions are a monitoring center's own."))
of_sitting = of_center.of(_seen, "token")


@of_center
def sittings(request: Request) -> HttpResponse:
    """A center's joint sessions, newest first."""
    found = _seen(request.viewer).order_by("-held_on", "-pk")[:SIZE]
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
    return render(request, "monitoring/assessments/sittings.html", context, using="jinja2")


@of_center.to(holds(Role.CHAIR))
def sitting_new(request: Request) -> HttpResponse:
    """Open a joint session: an assessment is opened of each of its cases."""
    now = timezone.now()
    return answered(
        request,
        SittingForm(request.POST or None, viewer=request.viewer, now=now),
        lambda data: assessments.open_sitting(by=request.viewer, now=now, **data),
        heading=_("Open a joint session"),
        path=[(_("Joint sessions"), reverse("sittings"))],
        done="",
    )


@of_sitting
def sitting(request: Request, found: Sitting) -> HttpResponse:
    """One joint session: its cases, what is done and missing of each, and the scores one still owes."""
    shown = _shown(found, request.viewer)
    return render(request, PAGE, shown, using="jinja2")


@of_center.of(Assessment.objects.visible_to, "number", ("token", "sitting__token")).by("POST")
def sitting_score(request: Request, assessment: Assessment) -> HttpResponse:
    """Score one case of a joint session, and go on with the next."""
    found, now = assessment.sitting, timezone.now()
    assert found is not None, "the address names it"
    form = _form(assessment, request.viewer, now, request.POST)

    def action(data: dict[str, Any]) -> Sitting:
        assessments.score(assessment, by=request.viewer, now=now, **data)
        return found

    done = _("Scored: %(case)s.") % {"case": assessment.title}
    shown = _shown(found, request.viewer, {assessment.number: form})
    return answered(request, form, action, heading=found.title, done=done, template=PAGE, **shown)


def _form(assessment: Assessment, viewer: Viewer, now: datetime, data: Any = None) -> ScoreForm:
    """The form of a score; several of them stand on one page."""
    auto_id = f"id_{assessment.number}_%s"
    return ScoreForm(data, instance=assessment, viewer=viewer, now=now, auto_id=auto_id)


def _shown(found: Sitting, viewer: Viewer, sent: Sent | None = None) -> dict[str, Any]:
    """What the page shows. sent: the form that was sent in, by the number of its case."""
    now = timezone.now()
    listed = Assessment.objects.visible_to(viewer).filter(sitting=found).exclude(state="voided")
    with_all = listed.prefetch_related("panel", "votes__assessor", "scenarios__steps")
    cases = [_case(one, viewer, now, sent or {}) for one in with_all.order_by("pk")]
    done = sum(case["scored"] for case in cases)
    return {
        "sitting": found,
        "cases": cases,
        "owed": sum(case["form"] is not None for case in cases),
        "ready": bool(cases) and done == len(cases),
        "progress": ngettext(
            "%(done)d of %(n)d case is scored.", "%(done)d of %(n)d cases are scored.", len(cases)
        )
        % {"done": done, "n": len(cases)},
    }


def _case(one: Assessment, viewer: Viewer, now: datetime, sent: Sent) -> dict[str, Any]:
    """A case as the page shows it. Who has scored is told, but not what."""
    one.laid = list(one.scenarios.all())
    panel, votes = list(one.panel.all()), list(one.votes.all())
    scored = {vote.assessor_id for vote in votes}
    mine = one.state == AssessmentState.SCORING and Role.ASSESSOR in viewer.roles and viewer.user in panel
    owes = mine and viewer.user.pk not in scored
    form = (sent.get(one.number) or _form(one, viewer, now)) if owes else None
    chairs = Role.CHAIR in viewer.roles
    steps = {AssessmentState.OPEN: "empanel", AssessmentState.SCORED: "propose"}
    names = {
        AssessmentState.OPEN: _("Appoint the panel"),
        AssessmentState.SCORED: _("Propose the outcome"),
    }
    state = AssessmentState(one.state)
    return {
        "number": one.number,
        "title": one.title,
        "url": one.get_absolute_url(),
        "state": {"text": one.get_state_display(), "tone": TONES.get(state, "grey")},
        "scored": state not in BEFORE,
        "facts": [("", _facts(one, panel, votes))],
        "missing": _missing(one, [user for user in panel if user.pk not in scored], votes),
        "form": form and unchosen(form),
        "sent_back": one.number in sent,
        "done_by_me": viewer.user.pk in scored,
        "next": (names[state], f"{one.get_absolute_url()}{steps[state]}/")
        if chairs and state in steps
        else None,
    }


def _facts(one: Assessment, panel: list[Any], votes: list[Any]) -> list[tuple[str, Any]]:
    laid = [(str(place), f"{place.description} ({exactly(place.probability)})") for place in one.laid]
    by = enumerated(str(vote.assessor) for vote in votes)
    return [*laid, *([(_("Panel"), enumerated(panel)), (_("Scored by"), by)] if panel else [])]


def _missing(one: Assessment, absent: list[Any], votes: list[Any]) -> str:
    """What is still to be done of a case, in a sentence; "" when nothing is."""
    if one.state == AssessmentState.OPEN:
        return _("The panel is not appointed yet.")
    if one.state == AssessmentState.SCORING:
        return _("Still to score: %(names)s.") % {"names": enumerated(absent)}
    if one.state == AssessmentState.SCORED:
        if sum(not vote.conflict for vote in votes) < one.needed():
            return _("Too few have scored without a conflict of interest: appoint more members.")
        return _("The outcome is to be proposed.")
    return _("The outcome is to be approved.") if one.state == AssessmentState.CONSENSUS else ""
