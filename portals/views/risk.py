"""What is the risk? The ranking of goods with the batches proposed, and the figures of what came in."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy

from accounts.gate import Request, member, works_in
from accounts.roles import Kind
from casework.actions import may_open
from casework.deadlines.clocks import local_day
from casework.pages.sheets import sheet
from catalogue.intervals import per_cent
from monitoring.plans.models.plans import WorkPlan
from portals.dashboards.chart import Asked
from portals.incoming import TOLD, Span
from portals.ranking import LISTED, Ranking, drawing, plan_url, ranks, way_of
from portals.ranking import ranking as ranked
from portals.risk_forms import RANDOM, TARGETED, RankingForm, SpanForm
from trail.models import write_first

# To whom risk information is told, or who tells it.
INFORMED = (Kind.REGULATOR, Kind.CENTER, Kind.PLATFORM)


ranker = member.by("GET").to(
    ranks, gettext_lazy("This page is for those who plan and those who assess risks.")
)
informed = member.to(works_in(*INFORMED), "").by("GET")


@ranker
def ranking(request: Request) -> HttpResponse:
    """How often goods fail and how sure that is, and where a budget of batches would go."""
    now = timezone.now()
    form = RankingForm(request.GET)
    asked = Asked(request.viewer, now)
    context: dict[str, Any] = {"form": form, "clear": reverse("ranking")}
    if form.is_valid():
        wanted = form.wanted(local_day(now))
        found = ranked(asked, wanted)
        plans = may_open(WorkPlan, request.viewer)
        context |= {
            "tabs": _tabs(request, wanted.random),
            "prior": found.prior,
            "prior_mean": per_cent(found.prior.mean),
            "prior_weight": round(found.prior.weight, 1),
            "chart": drawing(found, wanted),
            "csv": f"{reverse('ranking-sheet')}?{urlencode(form.data)}",
            "more": max(len(found.rows) - LISTED, 0),
            "laid_out": found.laid_out,
            "unplaced": wanted.budget - found.laid_out,
            "plan_url": plan_url(found) if plans else "",
        }
    status = 200 if form.is_valid() else 422
    return render(request, "portals/ranking.html", context, status=status, using="jinja2")


def _tabs(request: Request, random: bool) -> list[dict[str, Any]]:
    """The two rankings beside each other; what else is asked stays."""
    found = []
    for way in (RANDOM, TARGETED):
        query = request.GET.copy()
        query["way"] = way
        here = (way == RANDOM) == random
        found.append({"label": way_of(way == RANDOM), "url": f"?{query.urlencode()}", "here": here})
    return found


@ranker
def ranking_sheet(request: Request) -> HttpResponse:
    """All rows of the ranking as a file; written down first."""
    now = timezone.now()
    form = RankingForm(request.GET)
    if not form.is_valid():
        raise Http404
    wanted = form.wanted(local_day(now))
    _write_down(request, "ranking")
    found: Ranking = ranked(Asked(request.viewer, now), wanted)
    chart = drawing(found, wanted, listed=None)
    return sheet("csv", str(chart.title), chart.lines())


@informed
def risk_figures(request: Request) -> HttpResponse:
    """What came in over a time, in five tables, each with its drawing and its file."""
    now = timezone.now()
    form = SpanForm(request.GET, today=local_day(now))
    asked = Asked(request.viewer, now)
    context: dict[str, Any] = {"form": form, "clear": reverse("risk-figures"), "charts": []}
    if form.is_valid():
        span = _span(form)
        query = urlencode(form.data)
        context["charts"] = [
            (make(asked, span), f"{reverse('risk-figures-sheet', args=[name])}?{query}")
            for name, make in TOLD.items()
        ]
    context["as_of"] = asked.as_of
    status = 200 if form.is_valid() else 422
    return render(request, "portals/risk_figures.html", context, status=status, using="jinja2")


def _span(form: SpanForm) -> Span:
    return Span(form.cleaned_data["first"], form.cleaned_data["last"])


@informed
def risk_figures_sheet(request: Request, name: str) -> HttpResponse:
    """One of the tables as a file; written down first."""
    now, make = timezone.now(), TOLD.get(name)
    form = SpanForm(request.GET, today=local_day(now))
    if make is None or not form.is_valid():
        raise Http404
    _write_down(request, name)
    chart = make(Asked(request.viewer, now), _span(form))
    return sheet("csv", str(chart.title), chart.lines())


def _write_down(request: Request, name: str) -> None:
    detail = {"chart": name, "asked": request.GET.urlencode()}
    at = timezone.now()
    write_first("export a chart", ("chart", 0), actor=request.viewer.actor(), at=at, detail=detail)
