"""What do pages say of the redacted report, and who sends on its amended version?"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.gate import Request
from accounts.models import Viewer
from casework.models import Record
from casework.pages.submissions import answered
from disposal.actions import enclosures
from disposal.disclosure import left_out
from disposal.forms.photos import RenewForm
from disposal.models.disposals import PlatformDisposal
from disposal.models.notices import ResultNotice
from disposal.views import photos
from disposal.walls import sender
from documents import views as papers
from documents.models import Document
from inspection.reports.models.reports import Report
from trail.enumerations import enumerated


def about(
    record: PlatformDisposal | ResultNotice, reports: Iterable[Report], viewer: Viewer
) -> dict[str, Any]:
    """What went out with a record: papers and files with released photos among these, what was left out of
    the report and why, the photos to look at, and whether a newer version is to be sent on."""
    reports = list(reports)
    found = papers.about(record, viewer)
    old = enclosures.outdated(record) if enclosures.may_renew(record, viewer) else []
    enclosed = Document.objects.of(record, viewer).filter(paper=enclosures.PAPER)
    return {
        **found,
        "files": [*found["files"], *photos.released(reports, viewer)],
        "left_out": left_out() if enclosed.exists() else (),
        "to_look_at": photos.to_look_at(reports, viewer),
        "renew_url": reverse("redacted-renew", args=[record.kind, record.number]) if old else "",
        "renew_numbers": enumerated(paper.file_number for paper, _report in old),
        "renew_form": RenewForm(reports=[report for _paper, report in old]),
    }


@sender.by("POST")
def renew(request: Request, found: Record) -> HttpResponse:
    """Send whoever has the redacted report its next version."""
    record = found.child()
    assert isinstance(record, PlatformDisposal | ResultNotice)

    def action(data: dict[str, Any]) -> Any:
        enclosures.renew(record, by=request.viewer, now=timezone.now(), **data)
        return record

    return answered(
        request,
        RenewForm(request.POST, reports=[report for _paper, report in enclosures.outdated(record)]),
        action,
        heading=_("Send the newest version, redacted"),
        done=_("The newest version has been sent; it takes the place of the older one."),
        path=[(record.number, record.get_absolute_url())],
    )
