"""Where and how are grave findings met?"""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from accounts.models import Viewer
from accounts.roles import Kind
from casework.pages import navigation as stations
from casework.pages.desks import Desk
from casework.pages.navigation import Section
from inspection.alerts.models import GraveFinding
from inspection.reports.kind import REPORTS
from inspection.reports.models.reports import Report

ALERTS = Desk(
    GraveFinding,
    at="grave-findings",
    order=105,
    label=_("Grave findings"),
    menu=Section.INSPECTION.at(35, Kind.CENTER, Kind.LABORATORY, Kind.REGULATOR),
    station=stations.INSPECTION,
)


@REPORTS.shows
def told_at_once(report: Report, viewer: Viewer) -> dict[str, Any]:
    """The grave findings of a report, with where each stands."""
    seen = GraveFinding.objects.visible_to(viewer).filter(report=report).order_by("pk")
    return {
        "grave": [
            {
                "text": f"{each.number} · {each.get_state_display()}",
                "url": each.get_absolute_url(),
                "found": each.found.splitlines(),
            }
            for each in seen
        ]
    }
