"""What did a plan say at each submission, side by side, and how does it go out as a file and come back?"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import Viewer
from accounts.roles import Role
from casework.actions import roles_for
from casework.pages.cautions import cautions
from casework.pages.desks import desk_of
from casework.pages.views import Request, member
from documents import views as papers
from documents.form_files.fillings import Ask, FormFile, of_step
from monitoring.plans.actions import versions
from monitoring.plans.flow import WorkPlanState
from monitoring.plans.models.plans import WorkPlan
from monitoring.plans.models.versions import (
    content_of,
    departures,
    departures_by_item,
    items_tested,
    otherwise,
)

NOW = "now"


@member.of(WorkPlan.objects.visible_to, "number").by("GET")
def plan_versions(request: Request, plan: WorkPlan) -> HttpResponse:
    """Two versions of a plan side by side; by themselves the two newest, or the newest and what the draft
    says now."""
    kept = {str(version): version for version in plan.versions.all()}
    contents = {name: version.content for name, version in kept.items()}
    if not contents:
        raise Http404
    if plan.state == "draft":
        contents[NOW] = content_of(plan)
    names = list(contents)
    newer = request.GET.get("newer", names[-1])
    older = request.GET.get("older", names[max(names.index(newer) - 1, 0)] if newer in contents else "")
    if newer not in contents or older not in contents:
        raise Http404
    context = {
        "desk": desk_of("workplan"),
        "plan": plan,
        "kept": kept,
        "older": older,
        "newer": newer,
        "choice": [(name, _("As it stands now") if name == NOW else name) for name in names],
        "parts": versions.compare(contents[older], contents[newer]),
        "remarks": list(kept[older].remarks.all()) if older in kept else [],
    }
    return render(request, "monitoring/plans/versions.html", context, using="jinja2")


def _comparable(plan: WorkPlan) -> bool:
    """Whether there are two to compare: versions, or one and what the draft says now."""
    return plan.versions.count() + (plan.state == WorkPlanState.DRAFT) > 1


def about_plan(plan: WorkPlan, viewer: Viewer) -> dict[str, Any]:
    products = list(plan.products())
    return {
        "rows": products,
        "departed": dict(departures_by_item(plan, products)),
        "remarks": versions.open_remarks(plan),
        "versions_url": reverse("workplan-versions", args=[plan.number]) if _comparable(plan) else "",
        "quotas": plan.quotas.select_related("platform", "item"),
        **papers.about(plan, viewer),
    }


@cautions("workplan")
def not_as_it_has_to_be(plan: WorkPlan, viewer: Viewer) -> Iterable[str]:
    """Why a submitted plan cannot be approved; later, which of its items rest on what has ended, or are
    judged otherwise, since. What is missing the step of approving says itself to who may take it."""
    if plan.state == WorkPlanState.SUBMITTED:
        missing = "" if Role.APPROVER in viewer.roles else versions.as_it_stands(plan.unless_complete())
        return filter(None, (missing, versions.altered(plan), _returned(plan)))
    if plan.state == WorkPlanState.DRAFT:
        return ()  # the step of submitting says why it is refused
    products = list(plan.products())
    return filter(None, (plan.outlived(products), otherwise(departures(plan, items_tested(products)))))


def _returned(plan: WorkPlan) -> str:
    """That a plan was returned before, with the way to what was changed since; "" where it was not."""
    said, versions_of = versions.returned_before(plan), reverse("workplan-versions", args=[plan.number])
    way = format_html('{} <a href="{}">{}</a>', said, versions_of, _("Compare versions"))
    return way if said else ""


def _asks(plan: WorkPlan, viewer: Viewer, now: datetime) -> Sequence[Ask]:
    return [of_step(plan, "edit", viewer, now)]


PLAN = FormFile(
    kind="workplan",
    name="plan",
    at="work-plans",
    label=gettext_lazy("Work plan"),
    about=gettext_lazy(
        "The draft of this plan (form 4.3): the task, its products and its quotas, each on a sheet."
    ),
    scope=lambda viewer: desk_of("workplan").seen(viewer),
    may=lambda plan, viewer: roles_for(plan.flow["edit"], plan, viewer),
    # What was approved changes by a new version alone.
    stands=lambda plan: plan.state == WorkPlanState.DRAFT,
    asks=_asks,
)
