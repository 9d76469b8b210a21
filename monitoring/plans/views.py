"""What did a plan say at each submission, side by side?"""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from casework.views import Request, desk_of, member
from monitoring.plans.actions import versions
from monitoring.plans.models.plans import WorkPlan
from monitoring.plans.models.versions import content_of

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
