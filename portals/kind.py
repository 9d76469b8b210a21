"""What is known here of a work plan beside what its own part shows: how far it has come, what it brought?"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils import timezone

from accounts.models import By, Viewer
from casework.beside import Beside
from documents.models import Document
from monitoring.plans.actions.evaluation import evaluate_plan
from monitoring.plans.flow import WORK_PLAN_FLOW, WorkPlanState
from monitoring.plans.kind import WORK_PLANS
from monitoring.plans.models.plans import WorkPlan
from portals.execution import execution, figures

UNBEGUN = (WorkPlanState.DRAFT, WorkPlanState.SUBMITTED, WorkPlanState.APPROVED)


@WORK_PLANS.shows
def about(plan: WorkPlan, viewer: Viewer) -> dict[str, Any]:
    """How far a plan has come that is or was under way."""
    begun = plan.state not in UNBEGUN or bool(plan.fulfilment) or plan.version > 1
    return {"execution": execution(plan, timezone.localdate()) if begun else None}


def about_evaluation(plan: WorkPlan, viewer: Viewer) -> dict[str, Any]:
    """The figures that the evaluation will keep."""
    return {"figures": figures(plan, timezone.now()).told()}


@WORK_PLAN_FLOW.handles("evaluate")
def evaluate(plan: WorkPlan, *, by: By, now: datetime, **said: Any) -> Document:
    """Evaluate with the figures of the moment."""
    return evaluate_plan(plan, figures=figures(plan, now), by=by, now=now, **said)


WORK_PLANS.beside["evaluate"] = Beside("portals/evaluate.html", about_evaluation)
