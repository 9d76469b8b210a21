"""What falls due when? The open records in an organisation's hands, by the day of their nearest clock."""

from __future__ import annotations

from datetime import date, timedelta

from django.db.models import Count, F, Value
from django.db.models.functions import TruncDate
from django.utils.translation import gettext as _

from casework.deadlines.clocks import local_day
from casework.models import Record, kinds
from portals.dashboards.chart import Asked, Chart
from portals.dashboards.options import FIRST, LATE, Series, bars

DAYS = 14
# A clock runs out at the first instant of the day after its last one.
INSTANT = Value(timedelta(microseconds=1))


def joint() -> list[str]:
    """The kinds that stand between any two organisations; they are nobody's scope."""
    return [name for name, model in kinds().items() if model.joint]


def due(asked: Asked) -> Chart:
    today = local_day(asked.now)
    mine = Record.objects.within(asked.viewer).filter(holder=asked.viewer.organisation).exclude(turn="")
    dated = mine.exclude(kind__in=joint()).filter(next_due_at__isnull=False)
    by_day = dated.order_by().values_list(TruncDate(F("next_due_at") - INSTANT)).annotate(n=Count("pk"))
    counted: dict[date, int] = dict(asked.counted("due", lambda: by_day))
    late = sum(n for day, n in counted.items() if day < today)
    days = [today + timedelta(days=ahead) for ahead in range(DAYS)]
    numbers = [counted.get(day, 0) for day in days]
    rows = [(_("Overdue"), late), *((day.isoformat(), n) for day, n in zip(days, numbers, strict=True))]
    return Chart(
        "due",
        _("Due in the next two weeks"),
        _("Open records in your hands, by the last day of their nearest clock."),
        _("Nothing in your hands is overdue or falls due in the next two weeks."),
        ((_("Last day"), "text"), (_("Records"), "number")),
        rows if any(n for _day, n in rows) else [],
        bars(
            [_("Overdue"), *(f"{day:%m-%d}" for day in days)],
            Series(_("Due"), [None, *numbers], FIRST),
            Series(_("Overdue"), [late, *[None] * DAYS], LATE),
        ),
    )
