"""What is shown of a work plan beside what its own part knows: how far it has come, and what it brought?"""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from accounts.models import Viewer
from inspection.commissions.models.commissions import Entrustment
from monitoring.plans.flow import WorkPlanState
from monitoring.plans.models.plans import WorkPlan
from portals.execution import execution, figures

SHOWN = 20
UNBEGUN = (WorkPlanState.DRAFT, WorkPlanState.SUBMITTED, WorkPlanState.APPROVED)


def about(plan: WorkPlan, viewer: Viewer) -> dict[str, Any]:
    """How far a plan has come that is or was under way, and what of it commissions have not tested."""
    begun = plan.state not in UNBEGUN or bool(plan.fulfilment) or plan.version > 1
    if not begun:
        return {"execution": None, "less_tested": []}
    less = Entrustment.objects.visible_to(viewer).exclude(left_out="")
    less = less.filter(samples__purchase__scheme__plan=plan).distinct().order_by("-pk")
    return {"execution": execution(plan, timezone.localdate()), "less_tested": list(less[:SHOWN])}


def about_evaluation(plan: WorkPlan, viewer: Viewer) -> dict[str, Any]:
    """The figures that the evaluation will keep."""
    return {"figures": figures(plan, timezone.now()).told()}
