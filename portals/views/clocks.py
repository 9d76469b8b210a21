"""How was one clock counted, day by day, and what has befallen it since?"""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.gate import Request, member
from casework import clocks
from casework.around import around
from casework.calendar import Rest, RollOn
from casework.models import Deadline, Record
from casework.terms import TERMS


@require_safe
@member
def clock(request: Request, pk: int) -> HttpResponse:
    """A clock of a record that the viewer may see."""
    seen = Record.objects.visible_to(request.viewer)
    found = Deadline.objects.filter(pk=pk, record__in=seen.values("pk")).select_related("record").first()
    if found is None:
        raise Http404
    counted, term = clocks.as_counted(found), TERMS.get(found.term)
    context = {
        "record": found.record,
        "label": term.label if term else found.term,
        "counted": counted,
        "particulars": [("", _facts(found)), (_("Stood still"), _pauses(found))],
        "weeks": around(counted, calendar=clocks.calendar(), suspended=clocks.pauses(found)),
    }
    return render(request, "portals/clock.html", context, using="jinja2")


def _facts(found: Deadline) -> list[tuple[str, Any]]:
    term = TERMS.get(found.term)
    set_by = _("version %(n)d of the setting") % {"n": found.rule_version}
    rows: list[tuple[str, Any]] = [
        (_("Period"), f"{found.count} {found.get_unit_display()}"),
        (_("Rule"), set_by if found.rule_version else _("the default of the deadline table")),
        (_("Began"), found.started_at),
        (_("Opens on"), found.opens_on),
        (_("Would end on"), found.raw_end),
        (_("Moved on because of"), Rest(found.roll_reason).label if found.roll_reason else ""),
        (_("Last day"), found.end),
        (_("May not end on"), RollOn(found.roll).label),
        (_("Calendar"), found.calendar_version),
        (_("Provisional"), found.provisional),
        (_("Next warning"), found.next_tell_at),
        (_("Run out"), found.breached_at),
        (_("Met"), found.met_at),
        (_("Dropped"), found.dropped_at),
    ]
    if term:
        rows.insert(0, (_("Source"), term.source))
    return [row for row in rows if row[1] not in (None, "")]


def _pauses(found: Deadline) -> list[tuple[str, Any]]:
    rows: list[tuple[str, Any]] = []
    for stopped, went_on in clocks.pauses(found):
        rows += [(_("Stopped"), stopped), (_("Went on"), went_on)]
    return [*rows, *([(_("Stopped"), found.suspended_at)] if found.suspended_at else [])]
