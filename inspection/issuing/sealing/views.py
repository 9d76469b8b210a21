"""Which test reports are still to be sealed, where does each come back, and how far is the seal service?"""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Viewer
from accounts.roles import Kind, Role
from casework.flow import Forbidden, Refused
from casework.pages import further
from casework.pages.progress import followed, followed_page
from casework.pages.submissions import refusal
from casework.pages.views import Request, member
from documents.models import Document
from documents.signed import service
from documents.signed.copies import NOT_THEIRS, may_seal
from inspection.issuing.sealing.actions import sealings
from inspection.issuing.sealing.models import Sealing, unsealed
from inspection.reports.models.reports import Report


def _signs(viewer: Viewer) -> bool:
    return Role.SIGNATORY in viewer.roles


def _seen(viewer: Viewer) -> QuerySet[Sealing]:
    return Sealing.objects.visible_to(viewer).select_related("asked_by", "in_charge", "organisation")


concerned = member.to(lambda viewer: viewer.kind in (Kind.LABORATORY, Kind.CENTER))
signing = member.to(_signs, NOT_THEIRS)


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
    context = {
        "columns": columns,
        "rows": rows,
        "older": part.query,
        "at_once": sealings.waiting(request.viewer).count() if service.is_there() else 0,
        "under_way": Sealing.objects.visible_to(request.viewer).under_way().first(),
    }
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


@signing.by("POST")
def sealing_begin(request: Request) -> HttpResponse:
    """Have the seal service seal everything that waits."""
    try:
        return redirect(sealings.begin(by=request.viewer, now=timezone.now()))
    except Forbidden:
        raise
    except Refused as refused:
        return refusal(request, refused, reverse("unsealed-reports"))


@followed(Sealing, member.to(_signs, NOT_THEIRS).of(_seen, "token"))
def sealing(request: Request, found: Sealing) -> HttpResponse:
    """How far the seal service is with reports, and which it did not seal."""
    return followed_page(
        request,
        found,
        "inspection/sealing/sealing.html",
        now=timezone.now(),
        may=_signs(request.viewer),
        columns=[
            {"label": _("Report number"), "key": "number"},
            {"label": _("Why it was not sealed"), "key": "why"},
        ],
        rows=found.refused,
    )
