"""What lies with a center, what comes in, and where are its samples?"""

from __future__ import annotations

from datetime import date, timedelta

from django.db.models import Count, Q
from django.db.models.functions import TruncWeek
from django.utils.translation import gettext as _

from casework.deadlines.clocks import instant, local_day
from casework.models import Record
from monitoring.risks.models.signals import RiskSignal
from monitoring.vocabulary import Channel
from portals.dashboards.chart import Asked, Chart
from portals.dashboards.options import FIRST, LATE, PALETTE, Series, bars
from portals.figure import stations
from sampling.samples.flow.samples import SampleState

WEEKS = 12


def queue(asked: Asked) -> Chart:
    """What waits for the center itself, by station of figure 1."""
    mine = Record.objects.within(asked.viewer).filter(holder=asked.viewer.organisation).exclude(turn="")
    late = Count("pk", filter=Q(next_due_at__lte=asked.now))
    by_kind = mine.order_by().values_list("kind").annotate(n=Count("pk"), late=late)
    found = {kind: (n, overdue) for kind, n, overdue in asked.counted("queue", lambda: by_kind)}
    rows = []
    for station, at_it in stations().items():
        waiting = sum(found.get(kind, (0, 0))[0] for kind in at_it)
        overdue = sum(found.get(kind, (0, 0))[1] for kind in at_it)
        if waiting:
            rows.append((str(station.title), station.clause, waiting - overdue, overdue))
    return Chart(
        "queue",
        _("What waits for the center"),
        _("Open records whose next step is the center's, by stage of figure 1."),
        _("Nothing waits for the center."),
        (
            (_("Stage"), "text"),
            (_("Clause"), "text"),
            (_("On time"), "number"),
            (_("Overdue"), "number"),
        ),
        rows,
        bars(
            [row[0] for row in rows],
            Series(_("On time"), [row[2] for row in rows], FIRST),
            Series(_("Overdue"), [row[3] for row in rows], LATE),
            across=True,
        ),
    )


def signals(asked: Asked) -> Chart:
    """What came in over each of the five channels, by week."""
    first = _monday(local_day(asked.now)) - timedelta(weeks=WEEKS - 1)
    weeks = [first + timedelta(weeks=ahead) for ahead in range(WEEKS)]
    by_week = (
        RiskSignal.objects.visible_to(asked.viewer)
        .standing()
        .filter(collected_at__gte=instant(first))
        .order_by()
        .values_list(TruncWeek("collected_at"), "channel")
        .annotate(n=Count("pk"))
    )
    found = {(week.date(), channel): n for week, channel, n in asked.counted("signals", lambda: by_week)}
    channels = [channel for channel in Channel if any(channel == came for _week, came in found)]
    rows = [
        (week.isoformat(), *(found.get((week, str(channel)), 0) for channel in channels)) for week in weeks
    ]
    return Chart(
        "signals",
        _("Risk signals by channel and week"),
        _(
            "Signals collected in the last twelve weeks, over the channels of 6.1.2; a week is named by its "
            "Monday."
        ),
        _("No signal was collected in the last twelve weeks."),
        ((_("Week from"), "text"), *((channel.label, "number") for channel in channels)),
        rows if channels else [],
        bars(
            [f"{week:%m-%d}" for week in weeks],
            *(
                Series(channel.label, [row[place] for row in rows], PALETTE[list(Channel).index(channel)])
                for place, channel in enumerate(channels, start=1)
            ),
        ),
    )


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def samples(asked: Asked) -> Chart:
    """Where the center's samples are."""
    by_state = (
        Record.objects.listed("sample", asked.viewer).order_by().values_list("state").annotate(n=Count("pk"))
    )
    found = dict(asked.counted("samples", lambda: by_state))
    rows = [(str(state.label), found[state]) for state in SampleState if found.get(state)]
    return Chart(
        "samples",
        _("Samples by state"),
        _("All samples of the center, where each of them is now."),
        _("The center has no sample yet."),
        ((_("State"), "text"), (_("Samples"), "number")),
        rows,
        bars(
            [row[0] for row in rows],
            Series(_("Samples"), [row[1] for row in rows]),
            across=True,
            labels=[str(row[1]) for row in rows],
        ),
    )
