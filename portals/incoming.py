"""What risk information came in? Its figures by channel, category, type of hazard, region and month.

Of the viewer's scope, without drafts; each table is one question to the database.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Q
from django.db.models.functions import TruncMonth
from django.utils.translation import gettext as _

from casework.clauses import carries
from casework.deadlines.clocks import instant, local_day
from casework.terms.calendar import DAY
from catalogue.series import later_names, said, summed, taken_over
from monitoring.risks.flow.risk import SignalState
from monitoring.risks.models.signals import RiskSignal
from monitoring.vocabulary import Channel, Degree, HazardType
from portals.dashboards.chart import Asked, Chart
from portals.dashboards.options import FIRST, SECOND, Series, bars

DRAWN = 20
# name, signals, of a high degree, taken into a case
Line = tuple[Any, int, int, int]


@dataclass(frozen=True)
class Span:
    """From which day to which, both included."""

    first: date
    last: date


def lines(asked: Asked, span: Span, name: str, by: Any) -> list[Line]:
    """The signals of a time by a field, the most first. name: of the table. by: a path or expression."""
    told = (
        RiskSignal.objects.visible_to(asked.viewer)
        .standing()
        .filter(collected_at__gte=instant(span.first), collected_at__lt=instant(span.last + DAY))
        .order_by()
        .values_list(by)
        .annotate(
            n=Count("pk"),
            high=Count("pk", filter=Q(degree=Degree.HIGH)),
            taken=Count("pk", filter=Q(state=SignalState.ATTACHED)),
        )
    )
    found = asked.counted(f"{name}-{span.first}-{span.last}", lambda: told)
    return sorted(found, key=lambda line: (-line[1], str(line[0])))


@carries("6.1.2")
def by_channel(asked: Asked, span: Span) -> Chart:
    """By the five channels, in their order."""
    found = sorted(lines(asked, span, "told-channels", "channel"))
    rows = [(str(Channel(channel).label), *counts) for channel, *counts in found]
    return _chart("told-channels", _("By channel"), _("Channel"), rows)


def by_category(asked: Asked, span: Span) -> Chart:
    """By product category; what ended counts under the class that it goes on as."""
    counts = lines(asked, span, "told-categories", "category__name")
    names = later_names(local_day(asked.now))
    rows = [(name or _("No category named"), *counts) for name, *counts in summed(counts, names)]
    moved = said(taken_over([name for name, *_rest in counts], names))
    return _chart("told-categories", _("By product category"), _("Product category"), rows, more=moved)


def by_hazard(asked: Asked, span: Span) -> Chart:
    """By type of hazard."""
    found = lines(asked, span, "told-hazards", "hazard_type")
    rows = [(str(HazardType(hazard).label), *counts) for hazard, *counts in found]
    return _chart("told-hazards", _("By type of hazard"), _("Type of hazard"), rows)


def by_region(asked: Asked, span: Span) -> Chart:
    """By the province whose center it was sent to."""
    found = lines(asked, span, "told-regions", "province__name")
    rows = [(name or _("No region named"), *counts) for name, *counts in found]
    return _chart("told-regions", _("By region"), _("Region"), rows)


def by_month(asked: Asked, span: Span) -> Chart:
    """By the month in which it was collected, the earliest first."""
    found = sorted(lines(asked, span, "told-months", TruncMonth("collected_at")))
    rows = [(f"{month:%Y-%m}", *counts) for month, *counts in found]
    return _chart("told-months", _("By month"), _("Month"), rows, across=False)


TOLD: Mapping[str, Callable[[Asked, Span], Chart]] = {
    "told-channels": by_channel,
    "told-categories": by_category,
    "told-hazards": by_hazard,
    "told-regions": by_region,
    "told-months": by_month,
}


def _chart(
    name: str, title: str, heading: str, rows: list[tuple[Any, ...]], *, across: bool = True, more: str = ""
) -> Chart:
    drawn = rows[:DRAWN] if across else rows[-DRAWN:]
    return Chart(
        name,
        title,
        _("Risk signals handed in, how many of them are of a high degree, and how many went into a case.")
        + (f" {more}" if more else ""),
        _("No risk information was collected in this time."),
        (
            (heading, "text"),
            (_("Risk signals"), "number"),
            (_("Of them of a high degree"), "number"),
            (_("Taken into a case"), "number"),
        ),
        rows,
        bars(
            [row[0] for row in drawn],
            Series(_("High degree"), [row[2] for row in drawn], SECOND),
            Series(_("Other degrees"), [row[1] - row[2] for row in drawn], FIRST),
            across=across,
        ),
    )
