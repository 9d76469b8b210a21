"""Which open risks were told of most in the month?"""

from __future__ import annotations

from datetime import datetime
from typing import Any, NamedTuple

from django.db.models import Count
from django.urls import reverse

from casework.deadlines.chips import Clock, chip
from casework.models import Record
from casework.pages.lists import whose_turn
from monitoring.criteria.matrix import SCALE, RiskLevel
from monitoring.risks.models.riskcases import RiskCase
from portals.dashboards.chart import Asked
from portals.leader.counted import key, signals
from portals.leader.months import Period

SHOWN = 5
TONES = {RiskLevel.SERIOUS: "red", RiskLevel.HIGH: "red", RiskLevel.MEDIUM: "amber", RiskLevel.LOW: "grey"}


class Risk(NamedTuple):
    """An open case. level: None before it is assessed. told: how much information of the month is about it.
    who: whose turn it is."""

    title: str
    number: str
    url: str
    level: dict[str, str] | None
    told: int
    state: str
    who: str
    clock: Clock | None


def most_told_of(asked: Asked, period: Period) -> list[Risk]:
    """The open cases in the viewer's scope of which most was told in the month, the gravest first."""
    told = dict(
        asked.counted(key(asked, f"risks-{period.name}-{period.now.last}"), lambda: _told(asked, period))
    )
    cases = RiskCase.objects.select_related("holder").in_bulk(told)
    graver = sorted(cases.values(), key=lambda case: (-_rank(case.level), -told[case.pk], case.pk))
    return [_risk(case, told[case.pk], asked, asked.now) for case in graver]


def _told(asked: Asked, period: Period) -> list[Any]:
    """(case, information of the month)"""
    still_open = Record.objects.listed("riskcase", asked.viewer).exclude(turn="").order_by().values("pk")
    within = signals(asked.viewer).filter(period.now.hold("collected_at"), case__in=still_open)
    return list(within.values_list("case").annotate(n=Count("pk")).order_by("-n", "case")[:SHOWN])


def _rank(level: str) -> int:
    return SCALE.index(RiskLevel(level)) if level else -1


def _risk(case: RiskCase, told: int, asked: Asked, now: datetime) -> Risk:
    level = RiskLevel(case.level) if case.level else None
    return Risk(
        case.title,
        case.number,
        reverse("matter", args=[case.number]),
        {"text": str(level.label), "tone": TONES[level]} if level else None,
        told,
        case.get_state_display(),
        whose_turn(case, asked.viewer),
        chip(case.next_due_at, now, case.still_since),
    )
