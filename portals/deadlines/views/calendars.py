"""Which years has the State Council announced, and who loaded or withdrew their calendars?"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accounts.gate import KEEPERS, Request, keeper, keeps_organisations, member
from accounts.models import Viewer
from accounts.roles import Kind
from casework.deadlines import announcements, clocks, recounts
from casework.models import AnnouncedYear, CalendarDay, Deadline
from casework.pages.sheets import sheet
from casework.pages.submissions import answered
from casework.terms.calendar import FIRST_YEAR, LAST_YEAR, Rest, official
from portals.deadlines.forms import ReasonForm, YearForm
from portals.deadlines.views.days import marked, said
from portals.deadlines.views.terms import said_over


@member.to_post(keeps_organisations, KEEPERS)
def calendars(request: Request) -> HttpResponse:
    """The years that were loaded, how many clocks wait for one, and loading the next, for who may."""
    keeps = keeps_organisations(request.viewer)
    until = clocks.calendar().announced_until
    context: dict[str, Any] = {
        "over": said_over(recounts.over(request.viewer)) if keeps else "",
        "columns": _columns(keeps),
        "rows": [_row(year, keeps, request.viewer) for year in _years()],
        "until": until,
        "known": range(clocks.local_day(timezone.now()).year - 1, until + 1),
        "library": official().announced_until,
        "provisional": Deadline.objects.running().filter(provisional=True)[:1001].count(),
    }
    if not keeps:
        return render(request, "portals/deadlines/calendars.html", {**context, "form": None}, using="jinja2")

    def action(data: dict[str, Any]) -> str:
        notice, said = data["file"], {"source": data["source"], "swaps_nothing": data["swaps_nothing"]}
        asked = announcements.load(notice, **said, by=request.viewer, now=timezone.now())
        messages.success(request, _("The calendar of %(year)d counts now.") % {"year": notice.year})
        return asked.get_absolute_url()

    form = YearForm(request.POST or None, request.FILES or None)
    heading = _("Calendars of the State Council")
    return answered(
        request,
        form,
        action,
        heading=heading,
        done="",
        template="portals/deadlines/calendars.html",
        **context,
    )


@keeper
def blank(request: Request, year: int) -> HttpResponse:
    """The form for a year's notice: its columns, and the days that it names in any case."""
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise Http404
    return sheet("csv", _("Calendar of %(year)d") % {"year": year}, announcements.blank(year))


def _years() -> list[AnnouncedYear]:
    found = AnnouncedYear.objects.select_related("loaded_by", "withdrawn_by")
    return list(found.order_by("-year", "-id")[:100])


def _columns(keeps: bool) -> list[dict[str, Any]]:
    shown = [
        {"label": _("year"), "key": "year", "kind": "title"},
        {"label": _("Paper"), "key": "source"},
        {"label": _("Loaded by"), "key": "loaded", "kind": "pair"},
        {"label": _("State"), "key": "state", "kind": "badge"},
    ]
    return [*shown, {"label": "", "key": "act", "kind": "act"}] if keeps else shown


def _row(year: AnnouncedYear, keeps: bool, viewer: Viewer) -> dict[str, Any]:
    # Who loaded it is named among regulators alone.
    loaded_by = year.loaded_by if viewer.kind is Kind.REGULATOR else _("the regulator")
    live = year.withdrawn_at is None
    act = {"label": _("Withdraw"), "url": reverse("calendar-withdraw", args=[year.pk])}
    return {
        "year": {"text": str(year.year), "url": reverse("calendar-year", args=[year.pk])},
        "source": year.source,
        "loaded": {"text": str(loaded_by), "sub": clocks.local_day(year.loaded_at).isoformat()},
        "state": {"text": _("counts"), "tone": "green"}
        if live
        else {"text": _("withdrawn: %(reason)s") % {"reason": year.reason}, "tone": "grey"},
        "act": act if keeps and live else None,
    }


def _loaded(_viewer: Viewer) -> QuerySet[AnnouncedYear]:
    """Whose clocks count by it may read it, and that is everybody."""
    return AnnouncedYear.objects.all()


@member.of(_loaded, "pk").by("GET")
def year(request: Request, found: AnnouncedYear) -> HttpResponse:
    """The days of a year as they were loaded, for whoever compares them with the notice."""
    paper = found.source
    if found.reason:
        paper = _("; ").join((paper, _("withdrawn: %(reason)s") % {"reason": found.reason}))
    days = [(each.day, each.rest, each.name) for each in found.days.order_by("day")]
    return _days(request, found.year, days, paper)


@member.by("GET")
def known(request: Request, year: int) -> HttpResponse:
    """The days by which clocks are counted in a year and that are no ordinary ones, whoever told the system
    of them."""
    counted = clocks.calendar()
    if not FIRST_YEAR <= year <= counted.announced_until:
        raise Http404
    loaded = CalendarDay.objects.filter(announced__year=year, announced__withdrawn_at=None)
    names = dict(loaded.values_list("day", "name"))
    why = {day: counted.reason(day) for day in marked(counted, year)}
    found = [
        (day, rest is not None, names.get(day) or (str(rest.label) if rest else said(counted, day)))
        for day, rest in why.items()
        if rest is not Rest.WEEKEND
    ]
    as_now = _(
        "As clocks are counted now. What is not named is as usual: Monday to Friday are worked, Saturday and"
        " Sunday are not."
    )
    return _days(request, year, found, as_now)


def _days(request: Request, year: int, found: Iterable[tuple[date, bool, str]], paper: str) -> HttpResponse:
    """A page of (day, is it rest, which festival or why)."""
    columns = [
        {"label": _("Day"), "key": "day", "kind": "title"},
        {"label": _("Day of the week"), "key": "weekday"},
        {"label": _("State"), "key": "rest", "kind": "badge"},
        {"label": _("Festival, or why"), "key": "name"},
    ]
    rows = [
        {
            "day": {"text": day.isoformat(), "url": ""},
            "weekday": date_format(day, "l"),
            "rest": {"text": _("day of rest"), "tone": "green"}
            if rest
            else {"text": _("worked"), "tone": "grey"},
            "name": name,
        }
        for day, rest, name in found
    ]
    context = {"year": year, "paper": paper, "columns": columns, "rows": rows}
    return render(request, "portals/deadlines/calendar.html", context, using="jinja2")


def _standing(_viewer: Viewer) -> QuerySet[AnnouncedYear]:
    return AnnouncedYear.objects.filter(withdrawn_at=None)


@keeper.of(_standing, "pk")
def withdrawing(request: Request, year: AnnouncedYear) -> HttpResponse:
    """Let a year that was loaded count no longer, and running clocks be counted anew."""

    def action(data: dict[str, Any]) -> str:
        asked = announcements.withdraw(year, reason=data["reason"], by=request.viewer, now=timezone.now())
        return asked.get_absolute_url()

    return answered(
        request,
        ReasonForm(request.POST or None),
        action,
        heading=_("Withdraw a calendar"),
        title=_("Withdraw the calendar of %(year)s") % {"year": year.year},
        submit=_("Withdraw"),
        path=[
            (_("Deadline table"), reverse("terms")),
            (_("Calendars of the State Council"), reverse("calendars")),
        ],
        text=_(
            "Running clocks are then counted anew: %(over)s. Each record whose date moves says so in its"
            " trail, and whoever holds it is told."
        )
        % {"over": said_over(recounts.over(request.viewer))},
        done="",
    )
