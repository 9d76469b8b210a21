"""What is added here to how records are met: the story of their matter; a plan's execution and evaluation?"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext

from accounts.models import By, Viewer
from accounts.roles import Kind
from casework.models import kinds
from casework.pages.beside import Beside
from casework.pages.contents import BESIDE
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


def _story(record: Any, viewer: Viewer) -> Iterable[tuple[str, str]]:
    """The way to the whole story; whoever came by a link has none."""
    if viewer.kind is not Kind.MERCHANT:
        yield gettext("The whole story"), reverse("matter", args=[record.number])


for name, model in kinds().items():
    if not model.joint:
        BESIDE.setdefault(name, []).insert(0, _story)
