"""What do the figures say? The charts of a portal, and each of them as a file."""

from __future__ import annotations

from urllib.parse import urlencode

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy

from casework.pages.sheets import sheet
from casework.pages.views import Request, member
from portals.dashboards import DASHBOARDS, Asked, charts
from portals.dashboards.campaign import campaigns
from portals.forms import CampaignForm
from trail import verbs
from trail.models import write_first

verbs.register("export a chart", gettext_lazy("Export a chart"))

CAMPAIGN = "funnel"


def _asked(request: Request, campaign: bool) -> tuple[Asked, CampaignForm | None]:
    """Whose figures, and where a campaign is drawn, the form that chooses it: the newest unless named."""
    if not campaign:
        return Asked(request.viewer, timezone.now()), None
    offered = campaigns(request.viewer)
    chosen = [plan for plan in offered if plan.number == request.GET.get("plan")] or offered
    plan = chosen[0] if chosen else None
    form = CampaignForm({"plan": plan.number}, offered=offered) if plan else None
    return Asked(request.viewer, timezone.now(), plan), form


@member
def dashboard(request: Request) -> HttpResponse:
    """A page of charts, the portal's first unless another is named, in the viewer's scope."""
    boards = DASHBOARDS.get(request.viewer.kind, ())
    named = [board for board in boards if board.name == request.GET.get("of")] or boards
    if not named:
        raise Http404
    board = named[0]
    asked, form = _asked(request, CAMPAIGN in board.charts)
    tabs = [
        {"label": each.title, "url": f"?{urlencode({'of': each.name})}", "here": each is board}
        for each in boards
    ]
    context = {
        "tabs": tabs if len(tabs) > 1 else [],
        "form": form,
        "charts": [(make(asked), _sheet(name, asked)) for name, make in board.charts.items()],
        "as_of": asked.as_of,
    }
    return render(request, "portals/dashboard.html", context, using="jinja2")


def _sheet(name: str, asked: Asked) -> str:
    url = reverse("dashboard-sheet", args=[name])
    return f"{url}?{urlencode({'plan': asked.plan.number})}" if name == CAMPAIGN and asked.plan else url


@member.by("GET")
def dashboard_sheet(request: Request, name: str) -> HttpResponse:
    """The table of one chart as a file; written down first."""
    make = charts(request.viewer.kind).get(name)
    if make is None:
        raise Http404
    detail = {"chart": name, "asked": request.GET.urlencode()}
    write_first(
        "export a chart", ("chart", 0), actor=request.viewer.actor(), at=timezone.now(), detail=detail
    )
    asked, _form = _asked(request, name == CAMPAIGN)
    chart = make(asked)
    return sheet("csv", str(chart.title), chart.lines())
