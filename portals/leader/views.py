"""How does the month stand? The page, its file, and the list behind each of its figures."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.gate import Request, member, works_in
from accounts.roles import Kind
from casework.deadlines.clocks import local_day
from casework.pages.sheets import sheet
from catalogue.series import later_names
from portals.dashboards.chart import Asked
from portals.leader.forms import ListForm, MonthForm
from portals.leader.listing import LISTED, listed
from portals.leader.page import counted, lines, story
from trail import verbs
from trail.models import write_first

verbs.register("export the month", gettext_lazy("Export the page of a month"))

# Who answers for an area, or works for one.
leading = member.to(works_in(Kind.REGULATOR, Kind.CENTER), "").by("GET")


@leading
def month(request: Request) -> HttpResponse:
    """The month asked for, else that of today, in the viewer's scope."""
    now = timezone.now()
    form = MonthForm(request.GET, today=local_day(now))
    context = {"form": form, **story(Asked(request.viewer, now), form.period(), form.random())}
    status = 200 if form.is_valid() else 422
    return render(request, "portals/leader/month.html", context, status=status, using="jinja2")


@leading
def month_sheet(request: Request) -> HttpResponse:
    """The figures of a month as a file; written down first."""
    now = timezone.now()
    form = MonthForm(request.GET, today=local_day(now))
    if not form.is_valid():
        raise Http404
    period = form.period()
    detail = {"month": period.name, "asked": request.GET.urlencode()}
    write_first("export the month", ("month", 0), actor=request.viewer.actor(), at=now, detail=detail)
    found = counted(Asked(request.viewer, now), period, form.random())
    name = _("The month on one page %(month)s") % {"month": period.name}
    return sheet("csv", name, lines(found, later_names(local_day(now))))


@leading
def month_list(request: Request, name: str) -> HttpResponse:
    """What a figure counts, row by row."""
    now = timezone.now()
    form = ListForm(request.GET, today=local_day(now))
    if name not in LISTED or not form.is_valid():
        raise Http404
    period = form.period()
    try:
        found = listed(name, period, request.viewer, now, form.cleaned_data)
    except ValueError:  # a region that is none of the viewer's
        raise Http404 from None
    context: dict[str, Any] = {"found": found, "period": period, "columns": _columns(name)}
    return render(request, "portals/leader/list.html", context, using="jinja2")


def _columns(name: str) -> list[dict[str, str]]:
    amounts = [
        {"label": _("Budget, yuan"), "key": "budget", "kind": "number"},
        {"label": _("Spent less refunds, yuan"), "key": "spent", "kind": "number"},
    ]
    return [
        {"label": _("Matter"), "key": "what", "kind": "title"},
        {"label": _("State"), "key": "state", "kind": "pair"},
        *(amounts if name == "plans" else ()),
        {"label": _("Due"), "key": "clock", "kind": "clock"},
    ]
