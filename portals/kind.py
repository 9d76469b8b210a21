"""What is added here to how a work plan is met: its execution, and its evaluation by what was counted?"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from accounts.models import By
from casework.pages.beside import Beside
from documents.models import Document
from monitoring.plans.actions.evaluation import evaluate_plan
from monitoring.plans.flow import WORK_PLAN_FLOW
from monitoring.plans.kind import WORK_PLANS
from monitoring.plans.models.plans import WorkPlan
from portals.execution import figures
from portals.views.plans import about, about_evaluation


@WORK_PLAN_FLOW.handles("evaluate")
def evaluate(plan: WorkPlan, *, by: By, now: datetime, **said: Any) -> Document:
    """Evaluate with the figures of the moment."""
    return evaluate_plan(plan, figures=figures(plan, now), by=by, now=now, **said)


WORK_PLANS.shows(about)
WORK_PLANS.beside["evaluate"] = Beside("portals/evaluate.html", about_evaluation)
