"""How is a plan that was carried out judged, and kept on paper?"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from accounts.models import By
from casework.actions import take
from casework.clauses import carries
from casework.separation import who_took
from documents.actions import issue
from documents.models import Document
from monitoring.plans.models.brought import Figures
from monitoring.plans.models.plans import WorkPlan
from monitoring.plans.papers import Figure


@carries("4.2.1-a")
@transaction.atomic
def evaluate_plan(
    plan: WorkPlan, *, figures: Figures, judgement: str, evaluation: str, by: By, now: datetime
) -> Document:
    """Close a completed plan with what it brought, counted and judged; the paper goes to the center."""
    said: dict[str, Any] = {"judgement": judgement, "evaluation": evaluation, "figures": figures.kept()}
    take("evaluate", plan, by=by, now=now, **said)
    assert plan.regulator is not None and plan.center is not None
    with override(settings.LANGUAGE_CODE):
        return issue(
            plan,
            paper="planevaluation",
            title=_("Evaluation of the work plan"),
            content={
                "addressee": plan.center.name,
                "plan": plan.number,
                "version": plan.version,
                "name": plan.title,
                "starts_on": plan.starts_on,
                "ends_on": plan.ends_on,
                "figures": tuple(Figure(name=str(name), value=value) for name, value in figures.told()),
                "judgement": plan.get_judgement_display(),
                "evaluation": evaluation,
                "shortfall": plan.shortfall,
                "evaluated_by": who_took(plan, "evaluate"),
                "evaluated_on": timezone.localdate(now),
            },
            by=by,
            now=now,
            office=plan.regulator,
            addressee=plan.center,
            language=settings.LANGUAGE_CODE,
        )
