"""How quick is a laboratory, and what falls due?"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, timedelta

from django.db.models import (
    Aggregate,
    Count,
    DateTimeField,
    ExpressionWrapper,
    F,
    FloatField,
    OuterRef,
    Subquery,
)
from django.db.models.functions import Cast, Extract, TruncWeek
from django.utils.translation import gettext as _

from casework.deadlines.clocks import local_day
from casework.models import Record
from inspection.flow.reports import ISSUED
from portals.dashboards.chart import Asked, Chart
from portals.dashboards.options import FIRST, SECOND, Series, lines
from trail.models import Event

WEEKS = 26
SECONDS = 24 * 3600


class Quantile(Aggregate):
    """The value below which a given part of the others lies."""

    function = "PERCENTILE_CONT"
    template = "%(function)s(%(part)s) WITHIN GROUP (ORDER BY %(expressions)s)"
    output_field = FloatField()


def turnaround(asked: Asked) -> Chart:
    """From the receipt of a sample to the issue of the report on it, by the week of the issue."""
    issues = Event.objects.filter(
        subject_kind="record", subject_id=OuterRef("pk"), verb="issue", moved_to="issued"
    )
    issued = (
        Record.objects.listed("report", asked.viewer)
        .filter(state__in=ISSUED, as_report__sample__received_at__isnull=False)
        .annotate(issued=Subquery(issues.order_by("-id").values("at")[:1], output_field=DateTimeField()))
        .filter(issued__gte=asked.now - timedelta(weeks=WEEKS))
    )
    took = ExpressionWrapper(
        Cast(Extract(F("issued") - F("as_report__sample__received_at"), "epoch"), FloatField()) / SECONDS,
        FloatField(),
    )
    by_week = (
        issued.annotate(took=took, week=TruncWeek("issued"))
        .order_by("week")
        .values_list("week")
        .annotate(n=Count("pk"), middle=Quantile("took", part=0.5), most=Quantile("took", part=0.9))
    )
    found = {
        week.date(): (n, round(middle, 1), round(most, 1))
        for week, n, middle, most in asked.counted("turnaround", lambda: by_week)
    }
    rows = [(week.isoformat(), *found.get(week, (0, None, None))) for week in _weeks(found, asked)]
    return Chart(
        "turnaround",
        _("From sample to report"),
        _(
            "Days from the receipt of a sample to the issue of its report, by the week of the issue, in the "
            "last half year. Half of the reports took no longer than the median."
        ),
        _("No report has been issued in the last half year."),
        (
            (_("Week from"), "text"),
            (_("Reports"), "number"),
            (_("Median, days"), "number"),
            (_("Nine in ten within, days"), "number"),
        ),
        rows,
        lines(
            [row[0][5:] for row in rows],
            Series(_("Median"), [row[2] for row in rows], FIRST),
            Series(_("Nine in ten within"), [row[3] for row in rows], SECOND),
            unit=_("days"),
        ),
    )


def _weeks(counted: Collection[date], asked: Asked) -> list[date]:
    """Every week from the first in which a report was issued to the present one."""
    if not counted:
        return []
    first = min(counted)
    return [first + timedelta(weeks=n) for n in range((local_day(asked.now) - first).days // 7 + 1)]
