"""Which days of a year are no ordinary ones? For the line below a date that is asked (static/dates.js)."""

from __future__ import annotations

from datetime import date

from django.http import Http404, HttpResponse, JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control

from accounts.gate import linked
from casework.deadlines.clocks import calendar
from casework.pages.views import Request
from casework.terms.calendar import FIRST_YEAR, LAST_YEAR, Calendar

HOUR = 3600


@linked.by("GET")
@cache_control(private=True, max_age=HOUR)
def days(request: Request, year: int) -> HttpResponse:
    """{"days": {day: [is it rest, what is said]}, "weekend", "working": said of all others, "note"}.

    Within the years that the calendar knows; 404 outside them.
    """
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise Http404
    known = calendar()
    announced = known.is_announced(date(year, 12, 1))
    note = _("the State Council has not announced the calendar of %(year)d yet") % {"year": year}
    return JsonResponse(
        {
            "days": {day.isoformat(): [known.is_rest(day), said(known, day)] for day in marked(known, year)},
            "weekend": _("day of rest"),
            "working": _("working day"),
            "note": "" if announced else note,
        }
    )


def marked(known: Calendar, year: int) -> list[date]:
    """The days that are more, or less, than their weekday says, in order."""
    return sorted(day for day in {*known.named, *known.worked, *known.overrides} if day.year == year)


def said(known: Calendar, day: date) -> str:
    """Whether a day is worked, and why not."""
    reason = known.reason(day)
    if reason is not None:
        return _("day of rest: %(reason)s") % {"reason": reason.label}
    return _("working day that makes up for another") if day.weekday() >= 5 else _("working day")
