"""Which test reports are still to be sealed, and where does each come back?"""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import Viewer
from accounts.roles import Kind
from casework.pages import further
from casework.pages.views import Request, member
from documents.models import Document
from documents.signed.copies import may_seal
from inspection.reports.models.reports import Report
from inspection.sealing.models import unsealed

concerned = member.to(lambda viewer: viewer.kind in (Kind.LABORATORY, Kind.CENTER))


@concerned.by("GET")
def unsealed_reports(request: Request) -> HttpResponse:
    """The reports that a laboratory has not returned sealed, to it and to the center; the oldest first."""
    seen = Report.objects.visible_to(request.viewer).values("pk")
    found = unsealed().filter(record__in=seen).select_related("record", "office")
    part = further.part(found.defer("content"), request.GET, "issued_at", "pk")
    columns = [
        {"label": _("Test report"), "key": "report", "kind": "title"},
        {"label": _("Laboratory"), "key": "office"},
        {"label": _("Issued on"), "key": "issued_at"},
        {"label": "", "key": "act", "kind": "act"},
    ]
    rows = [_row(each, request.viewer) for each in part.rows]
    context = {"columns": columns, "rows": rows, "older": part.query}
    return render(request, "inspection/sealing/unsealed.html", context, using="jinja2")


def _row(paper: Document, viewer: Viewer) -> dict[str, Any]:
    record = paper.record
    way = reverse("document-sealed", args=[paper.verify_token])
    return {
        "report": {
            "text": record.title if record else paper.title,
            "url": record.get_absolute_url() if record else "",
            "sub": paper.file_number,
        },
        "office": paper.office,
        "issued_at": paper.issued_at,
        "act": {"label": _("Return it sealed"), "url": way} if may_seal(paper, viewer) else None,
    }
