"""What do the figures of each portal say? The charts of each kind of organisation, on one page or several."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from accounts.roles import Kind
from portals.dashboards import campaign, center, due, laboratory, platform, rates, regulator
from portals.dashboards import punctuality as kept
from portals.dashboards import replies as asked_for
from portals.dashboards.chart import Asked, Chart, Maker, Text


@dataclass(frozen=True)
class Board:
    """A page of charts, by name, in their order; beside others it is a tab."""

    name: str
    title: Text
    charts: Mapping[str, Maker]


# How terms are kept: in a scope, and by oneself.
KEPT: dict[str, Maker] = {
    "kept-terms": kept.by_term,
    "kept-months": kept.by_month,
    "replies": asked_for.league,
}
TERMS_OF_SCOPE = Board("terms", _("How terms are kept"), {"kept-organisations": kept.by_organisation, **KEPT})
TERMS_OF_ONESELF = Board("terms", _("How terms are kept"), KEPT)

DASHBOARDS: dict[Kind, tuple[Board, ...]] = {
    Kind.REGULATOR: (
        Board("plans", _("Plans"), {"funnel": campaign.funnel, "plans": regulator.plans}),
        Board(
            "results",
            _("Results"),
            {"failures-by-category": rates.by_category, "failures-by-platform": rates.by_platform},
        ),
        Board("punctuality", _("Punctuality"), {"league": regulator.league, "due": due.due}),
        TERMS_OF_SCOPE,
    ),
    Kind.CENTER: (
        Board(
            "work",
            _("Work"),
            {"queue": center.queue, "due": due.due, "signals": center.signals, "samples": center.samples},
        ),
        Board("results", _("Results"), {"failures-by-category": rates.by_category}),
        TERMS_OF_SCOPE,
    ),
    Kind.LABORATORY: (
        Board("work", _("Work"), {"turnaround": laboratory.turnaround, "due": due.due}),
        TERMS_OF_ONESELF,
    ),
    Kind.PLATFORM: (
        Board("work", _("Work"), {"punctual": platform.punctual, "times": platform.times, "due": due.due}),
        TERMS_OF_ONESELF,
    ),
}


def charts(kind: Kind) -> dict[str, Maker]:
    """Every chart of a portal, by name; shops and enterprises have none."""
    return {name: make for board in DASHBOARDS.get(kind, ()) for name, make in board.charts.items()}


__all__ = ["DASHBOARDS", "Asked", "Board", "Chart", "Maker", "charts"]
