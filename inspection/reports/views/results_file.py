"""How do the results of a commission go out to the bench and come back, a line for each sample and item?"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.models import Viewer
from accounts.roles import Role
from casework.pages.desks import desk_of
from documents.form_files.fillings import Ask, FormFile, of_step
from inspection.commissions.models.commissions import Entrustment
from inspection.flow.reports import ReportState
from inspection.reports.models.reports import Report
from inspection.reports.models.tested_items import Result


def enters(entrustment: Entrustment, viewer: Viewer) -> bool:
    """Whether somebody tests for the laboratory of a commission."""
    return Role.TESTER in viewer.roles and viewer.organisation.pk == entrustment.laboratory_id


def entering(entrustment: Entrustment) -> QuerySet[Report]:
    """Its reports whose results are being entered."""
    found: QuerySet[Report] = Report.objects.filter(entrustment=entrustment, state=ReportState.ENTERING)
    return found


def asks(entrustment: Entrustment, viewer: Viewer, now: datetime) -> Sequence[Ask]:
    """The form of each of these reports."""
    own = Report.objects.visible_to(viewer).filter(laboratory=viewer.organisation)
    found = own.filter(pk__in=entering(entrustment).values("pk"))
    return [
        of_step(report, "enter", viewer, now, said=f"{report.sample.number} · {report.title}")
        for report in found.select_related("sample", "entrustment", "laboratory", "entrusted").order_by("pk")
    ]


def verdicts(entrustment: Entrustment) -> dict[str, str]:
    """What the system says of each result that is being entered."""
    found = Result.objects.filter(report__entrustment=entrustment, report__state=ReportState.ENTERING)
    rows: Any = found.select_related("report__sample").order_by("report", "position")
    return {
        f"{row.report.sample.number} · {row.report.title} · {row.name}": str(row.get_verdict_display() or "–")
        for row in rows
    }


RESULTS = FormFile(
    kind="entrustment",
    name="results",
    at="entrustments",
    label=_("Testing"),
    rows=_("Results by item"),
    about=_(
        "The results of this commission that are being entered, a line for each sample and item. The verdict "
        "is the system's, by the figures; who overwrites an entry that fails says why in its line."
    ),
    scope=lambda viewer: desk_of("entrustment").seen(viewer),
    may=enters,
    stands=lambda entrustment: entering(entrustment).exists(),
    asks=asks,
    comes_of=verdicts,
)
