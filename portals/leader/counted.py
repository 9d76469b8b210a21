"""What is counted of a month? Each figure by the rows that its list shows, within what the viewer may see."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, NamedTuple

from django.db.models import Count, F, FilteredRelation, Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Level, Viewer
from accounts.roles import Kind
from casework.models import Record, RecordQuerySet, kinds
from disposal.figures import NAUGHT
from disposal.flow.vocabulary import OFF_SALE
from disposal.models.disposals import DisposalItem
from inspection.flow.reports import COMPILING
from monitoring.risks.models.signals import RiskSignal
from portals import figure
from portals.dashboards.chart import Asked, Text
from portals.dashboards.rates import FAILED, standing
from portals.leader.months import Days, Period


class Three(NamedTuple):
    """How many in the days of the month, in the equal days of the month before, and of the year before."""

    now: int
    before: int
    year: int


def issued(viewer: Viewer) -> Any:
    """The reports that count as tested, each with `issued_at`: when the clock began that its issue starts,
    once in its life. It is joined: the trail would be asked for each of a million reports."""
    begun = FilteredRelation("deadlines", condition=Q(deadlines__term=COMPILING.code))
    return standing(viewer).annotate(compiling=begun, issued_at=F("compiling__started_at"))


def signals(viewer: Viewer) -> Any:
    return RiskSignal.objects.visible_to(viewer).standing().order_by()


def cases(viewer: Viewer) -> Any:
    return Record.objects.listed("enforcementcase", viewer).exclude(state__in=NAUGHT).order_by()


def taken_off(viewer: Viewer) -> Any:
    """The products that a platform or shop took off sale, by a measure that was not struck."""
    disposals = Record.objects.listed("platformdisposal", viewer).exclude(state__in=NAUGHT)
    return DisposalItem.objects.filter(disposal__in=disposals.order_by().values("pk")).order_by()


def _taken_off_in(days: Days) -> Q:
    return days.include("measures__done_on") & Q(
        measures__measure__in=OFF_SALE, measures__struck_at__isnull=True
    )


class Figure(NamedTuple):
    """rows: of all times. within: which of them are of some days. wide: of no single city or county."""

    label: Text
    rows: Callable[[Viewer], Any]
    within: Callable[[Days], Q]
    wide: bool = False


FIGURES: Mapping[str, Figure] = {
    "signals": Figure(_("Risk information"), signals, lambda days: days.hold("collected_at"), wide=True),
    "tested": Figure(_("Batches tested"), issued, lambda days: days.hold("issued_at")),
    "failed": Figure(_("Batches that do not conform"), issued, lambda days: days.hold("issued_at") & FAILED),
    "delisted": Figure(_("Products taken off sale"), taken_off, _taken_off_in, wide=True),
    "referred": Figure(_("Referred to regulators"), cases, lambda days: days.hold("opened_at")),
    "filed": Figure(_("Cases filed"), cases, lambda days: days.include("as_enforcementcase__filed_on")),
}
# What is counted now, whatever the month.
OVERDUE = _("Overdue as of today")


def is_wide(viewer: Viewer) -> bool:
    """Whether a viewer's scope is more than a city: no city has risk information, nor what platforms do."""
    return viewer.kind is Kind.CENTER or viewer.organisation.level in (Level.NATION, Level.PROVINCE)


def key(asked: Asked, name: str) -> str:
    """Under which name figures are kept: who has fewer roles may see fewer kinds of records."""
    return f"month-{name}-{'-'.join(sorted(asked.viewer.roles))}"


def three(asked: Asked, name: str, period: Period) -> Three:
    """One figure in its three times, by one statement."""
    one = FIGURES[name]
    now, before, year = map(one.within, period.all)

    def counted() -> list[tuple[int, ...]]:
        rows = one.rows(asked.viewer).filter(now | before | year)
        each = {
            when: Count("pk", filter=those, distinct=True)
            for when, those in zip(Three._fields, (now, before, year), strict=True)
        }
        return [tuple(rows.aggregate(**each).values())]

    [found] = asked.counted(key(asked, f"{name}-{period.name}-{period.now.last.day}"), counted)
    return Three(*found)


def overdue(viewer: Viewer, now: datetime) -> RecordQuerySet[Record]:
    """What is open and overdue, as figure 1 counts it."""
    return figure.overdue(viewer, now)


def oversees(viewer: Viewer) -> bool:
    """Whether a viewer may read all that figure 1 counts for them: who may not is given no list of it."""
    personal = [model for model in kinds().values() if model.personal and not model.joint]
    return all(model.overseers & viewer.roles for model in personal)
