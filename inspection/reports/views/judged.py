"""What do results come to, as they are being typed?"""

from __future__ import annotations

from django.http import JsonResponse
from django.utils import timezone

from accounts.gate import Request, member
from accounts.models import Viewer
from casework.actions import roles_for
from inspection.flow.reports import REPORT_FLOW
from inspection.reports.forms.reports import ResultsForm
from inspection.reports.models.reports import Report


def enters(report: Report, viewer: Viewer) -> bool:
    """Whether this viewer enters the results of a report."""
    return bool(roles_for(REPORT_FLOW["enter"], report, viewer))


@member.of(Report.objects.visible_to, "number").where(enters).by("POST")
def results_judged(request: Request, report: Report) -> JsonResponse:
    """By the code of each result its verdict as it would be, and what is wrong with it; nothing is kept."""
    form = ResultsForm(request.POST, instance=report, viewer=request.viewer, now=timezone.now())
    form.is_valid()
    return JsonResponse(form.standing())
