"""What is due in a month, and what has run out? A calendar of the viewer's clocks."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accounts.gate import Request, member
from accounts.models import Viewer
from accounts.roles import Kind
from casework.deadlines.chips import chip
from casework.deadlines.clocks import calendar
from casework.pages.lists import marks
from casework.terms.calendar import DAY
from portals.deadlines import due as dues
from portals.deadlines.due import Due, Whose

# Who has a scope beyond what is in their own hands.
WIDE = {Kind.REGULATOR, Kind.CENTER}


@member.by("GET")
def due(request: Request) -> HttpResponse:
    """The month asked for, else the present one, as a grid; above it what has run out."""
    now = timezone.now()
    today = timezone.localdate(now)
    first, whose = _month(request.GET.get("month", ""), today), _whose(request)
    counted, found = dues.of_month(request.viewer, whose, first, now)
    late, known = dues.run_out(request.viewer, whose, now), calendar()
    weeks = dues.grid(first, today, known, counted, found.shown)
    missing = known.missing_year(dues.following(first) - DAY)
    context = {
        "month": date_format(first, "YEAR_MONTH_FORMAT"),
        "weekdays": [date_format(day.date, "l") for day in weeks[0]],
        "weeks": weeks,
        "found": found,
        "busy": [
            (day.date, _rows(day.shown, request.viewer, now)) for week in weeks for day in week if day.more
        ],
        "late": late,
        "late_rows": _rows(late.shown, request.viewer, now),
        "columns": [
            {"label": _("Matter"), "key": "what", "kind": "title"},
            {"label": _("Term"), "key": "term"},
            {"label": _("Whose move"), "key": "mover", "kind": "badge"},
            {"label": _("Due"), "key": "clock", "kind": "clock"},
        ],
        "tabs": _tabs(request.viewer, whose, first),
        "movers": dues.ORDER if whose == Whose.ALL else dues.ORDER[:2],
        "earlier": _address(whose, dues.before(first)),
        "later": _address(whose, dues.following(first)),
        "present": "" if first == today.replace(day=1) else _address(whose, today),
        "missing": missing,
    }
    return render(request, "portals/deadlines/due.html", context, using="jinja2")


def _month(asked: str, today: date) -> date:
    """The first day of the month asked for, as 2026-12; of the present one where there is none such."""
    try:
        first = date.fromisoformat(f"{asked}-01")
    except ValueError:
        return today.replace(day=1)
    return first if dues.known(first) else today.replace(day=1)


def _whose(request: Request) -> Whose:
    """Whose moves are asked for: those of the organisation unless the viewer, who has a scope, chooses."""
    asked = request.GET.get("whose")
    return Whose(asked) if request.viewer.kind in WIDE and asked in Whose.values else Whose.OURS


def _address(whose: Whose, first: date) -> str:
    """The page of a month, "" where the calendar knows nothing of it."""
    if not dues.known(first):
        return ""
    asked = {"month": f"{first:%Y-%m}"}
    return f"?{urlencode(asked if whose == Whose.OURS else {**asked, 'whose': whose})}"


def _tabs(viewer: Viewer, whose: Whose, first: date) -> list[dict[str, Any]]:
    if viewer.kind not in WIDE:
        return []
    return [{"label": each.label, "url": _address(each, first), "here": each == whose} for each in Whose]


def _rows(shown: list[Due], viewer: Viewer, now: datetime) -> list[dict[str, Any]]:
    known = marks([due.record for due in shown], viewer)
    return [_row(due, now, known.get(due.record.pk, "")) for due in shown]


def _row(due: Due, now: datetime, mark: str) -> dict[str, Any]:
    provisional = _("provisional")
    label = f"{due.label} · {provisional}" if due.provisional else due.label
    return {
        "what": {"text": due.title, "url": due.url, "sub": " · ".join(filter(None, (due.number, mark)))},
        "term": label,
        "mover": {"text": due.mover.label, "tone": "blue" if due.mover == dues.Mover.ME else "grey"},
        "clock": chip(due.due_at, now),
    }
