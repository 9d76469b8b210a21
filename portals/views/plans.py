"""What is shown of a work plan beside what its own part knows: how far it has come, and what it brought?"""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from accounts.models import Viewer
from monitoring.plans.flow import WorkPlanState
from monitoring.plans.models.plans import WorkPlan
from portals.execution import execution, figures

UNBEGUN = (WorkPlanState.DRAFT, WorkPlanState.SUBMITTED, WorkPlanState.APPROVED)


def about(plan: WorkPlan, viewer: Viewer) -> dict[str, Any]:
    """How far a plan has come that is or was under way."""
    begun = plan.state not in UNBEGUN or bool(plan.fulfilment) or plan.version > 1
    return {"execution": execution(plan, timezone.localdate()) if begun else None}


def about_evaluation(plan: WorkPlan, viewer: Viewer) -> dict[str, Any]:
    """The figures that the evaluation will keep."""
    return {"figures": figures(plan, timezone.now()).told()}
