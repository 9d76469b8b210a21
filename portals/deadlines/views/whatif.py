"""When would a period end, and why then? Anybody's question; nothing of it is kept."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from casework.deadlines.clocks import calendar, local_day
from casework.pages.views import Request, member
from casework.terms.calendar import Rest, source_of
from casework.terms.count import SHANGHAI, Count, Unit
from portals.deadlines.whatif import WhatIfForm


@member.by("GET")
def what_if(request: Request) -> HttpResponse:
    """A period of the table or of one's own, counted; its calendar; the same period in other units."""
    form = WhatIfForm(request.GET or None, calendar=calendar(), initial={"start": local_day(timezone.now())})
    context: dict[str, Any] = {"form": form}
    if form.is_valid():
        context |= {
            "counted": form.counted,
            "weekday": date_format(form.counted.end, "l"),
            "until": _until(form.counted),
            "facts": [("", _facts(form))],
            "weeks": form.weeks(),
            "columns": [
                {"label": _("If it were"), "key": 0},
                {"label": _("it would end on"), "key": 1},
                {"label": _("and so"), "key": 2},
            ],
            "alike": [_alike(each, form.counted) for each in form.alike()],
        }
    status = 422 if form.errors else 200
    return render(request, "portals/deadlines/what_if.html", context, status=status, using="jinja2")


def _until(counted: Count) -> str:
    """Until when on the last day."""
    late_from = timezone.localtime(counted.due_at, SHANGHAI)
    clock = f"{late_from:%H:%M}" if late_from.date() == counted.end else "24:00"
    return _("until %(time)s") % {"time": clock}


def _facts(form: WhatIfForm) -> list[tuple[str, Any]]:
    """What the answer rests on: of a term, who must do what by which text; and how it was counted."""
    counted, term = form.counted, form.term_chosen
    rows: list[tuple[str, Any]] = []
    if term:
        rows += [
            (_("Period of the table"), f"{term.code} {term.label}"),
            (_("Whose duty"), term.who),
            (_("Runs from when"), term.begins),
            (_("Source"), term.source),
            (_("How sure the source is"), term.grade.label),
        ]
        if term.served:
            rows.append((_("Starts only with proof of service"), True))
    if counted.opens:
        rows.append((_("Not before"), counted.opens))
    if counted.rolled:
        rows += [
            (_("Before it moves on"), counted.raw_end),
            (_("It moves on because of"), Rest(counted.roll_reason).label),
        ]
    return [*rows, (_("Late from"), counted.due_at), (_("Calendar"), source_of(counted.calendar_version))]


def _alike(other: Count, counted: Count) -> tuple[Any, ...]:
    """(the period in the other unit, its last day or instant, how far it is from the right one)."""
    days = (other.end - counted.end).days
    later = ngettext("%(number)d day later", "%(number)d days later", days) % {"number": days}
    earlier = ngettext("%(number)d day earlier", "%(number)d days earlier", -days) % {"number": -days}
    apart = later if days > 0 else earlier if days else _("on the same day")
    return other.period(), other.due_at if other.unit == Unit.HOURS else other.end, apart
