"""Of which reports was something found that counts no more, or is to count no more?"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.models import Exists, OuterRef, Prefetch, Q, prefetch_related_objects

from accounts.models import Viewer
from inspection.corrections.models.corrections import UNFAILS, Correction
from inspection.flow.corrections import CorrectionState
from inspection.flow.reports import ReportState
from inspection.reports.models.before import that_count, told_of
from inspection.reports.models.reports import Report
from inspection.reports.models.tested_items import Result


def found_no_more() -> Any:
    """The condition of a report that Before.to_be_seen says something of."""
    of_it = Q(report=OuterRef("pk"))
    before = Q(
        report__sample=OuterRef("sample"), report__state=ReportState.VOIDED, report__pk__lt=OuterRef("pk")
    )
    overwritten = Exists(Result.objects.filter(of_it).exclude(taken_back=""))
    corrected = Exists(Correction.objects.filter(of_it & UNFAILS))
    return overwritten | corrected | Exists(Result.objects.filter(before).exclude(verdict="", taken_back=""))


def undecided_for(viewer: Viewer) -> dict[str, Any]:
    """The conditions of a report that a correction of which this viewer hears waits for the center's
    decision, and that one is under way at the laboratory."""
    told = told_of(Correction.objects.filter(report=OuterRef("pk")), viewer)
    before_center = Q(state=CorrectionState.BEFORE_CENTER)
    return {"waiting": Exists(told.filter(before_center)), "begun": Exists(told.exclude(before_center))}


def read_applied(reports: Sequence[Report]) -> None:
    """Read the corrections of these reports that count in one question, for what each then says of them."""
    found = that_count(Correction.objects.all())
    prefetch_related_objects(reports, Prefetch("corrections", queryset=found, to_attr="applied"))
