"""What do the figures of each portal say? The charts of each kind of organisation, on one page or several."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from accounts.roles import Kind
from portals.dashboards import campaign, center, due, laboratory, platform, rates, regulator
from portals.dashboards.chart import Asked, Chart, Maker, Text


@dataclass(frozen=True)
class Board:
    """A page of charts, by name, in their order; beside others it is a tab."""

    name: str
    title: Text
    charts: Mapping[str, Maker]


DASHBOARDS: dict[Kind, tuple[Board, ...]] = {
    Kind.REGULATOR: (
        Board("plans", _("Plans"), {"funnel": campaign.funnel, "plans": regulator.plans}),
        Board(
            "results",
            _("Results"),
            {"failures-by-category": rates.by_category, "failures-by-platform": rates.by_platform},
        ),
        Board("punctuality", _("Punctuality"), {"league": regulator.league, "due": due.due}),
    ),
    Kind.CENTER: (
        Board(
            "work",
            _("Work"),
            {"queue": center.queue, "due": due.due, "signals": center.signals, "samples": center.samples},
        ),
        Board("results", _("Results"), {"failures-by-category": rates.by_category}),
    ),
    Kind.LABORATORY: (Board("work", _("Work"), {"turnaround": laboratory.turnaround, "due": due.due}),),
    Kind.PLATFORM: (
        Board("work", _("Work"), {"punctual": platform.punctual, "times": platform.times, "due": due.due}),
    ),
}


def charts(kind: Kind) -> dict[str, Maker]:
    """Every chart of a portal, by name; shops and enterprises have none."""
    return {name: make for board in DASHBOARDS.get(kind, ()) for name, make in board.charts.items()}


__all__ = ["DASHBOARDS", "Asked", "Board", "Chart", "Maker", "charts"]
