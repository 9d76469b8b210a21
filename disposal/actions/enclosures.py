"""How does whoever answers for goods get the report on them, without what leads to whoever bought them?"""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from accounts.models import By, Organisation, Viewer
from accounts.roles import Role
from casework.actions import lock
from casework.clauses import carries
from casework.flow import Forbidden, Refused
from casework.work.notifications import tell
from disposal.actions.links import remind
from disposal.actions.photos import decided_since, fates, only_with_reason
from disposal.disclosure import redacted
from disposal.models.disposals import PlatformDisposal
from disposal.models.notices import ResultNotice
from documents.actions import issue
from documents.models import Document
from inspection.reports.models.reports import Report
from trail import verbs
from trail.enumerations import enumerated
from trail.models import write

verbs.register(
    "send an amended report",
    gettext_lazy("Send the newest version of a report"),
    notification=gettext_lazy("A newer version of a test report was sent"),
)

PAPER = "redacted_report"


@carries("4.2.2-e", "W-04")
def enclose(
    record: PlatformDisposal | ResultNotice,
    report: Report,
    addressee: Organisation,
    *,
    by: By,
    now: datetime,
    supersedes: Document | None = None,
) -> Document:
    """Issue the redacted form of a report's newest version, with the paper by which its addressee is told."""
    assert record.center is not None
    full = report.documents.filter(paper="test_report").latest("id")
    # A notice goes to a shop by its own name, whoever its licence names: the report goes with it.
    name = record.addressee.name if isinstance(record, ResultNotice) else addressee.name
    about = {"report": full.file_number[:40], "product": report.product[:50]}
    with override(settings.LANGUAGE_CODE):
        return issue(
            record,
            paper=PAPER,
            title=_("Test report %(report)s (redacted): %(product)s") % about,
            content={"addressee": name, **redacted(full), "photos": fates(report)},
            by=by,
            now=now,
            office=record.center,
            addressee=addressee,
            supersedes=supersedes,
            language=settings.LANGUAGE_CODE,
        )


def outdated(record: PlatformDisposal | ResultNotice) -> list[tuple[Document, Report]]:
    """The redacted reports that went out with a record and no longer say how it is: of the report there is a
    newer version by now, or of one of its photos somebody decided since."""
    sent = {
        str(paper.content["report_number"]): paper
        for paper in Document.objects.filter(record=record.pk, paper=PAPER, superseded_by=None)
    }
    full = Document.objects.filter(paper="test_report", file_number__in=sent).select_related("superseded_by")
    reports = Report.objects.in_bulk(full.values_list("record", flat=True))
    found = [(paper, sent[paper.file_number], reports[paper.record_id or 0]) for paper in full.order_by("id")]
    return [
        (mine, report)
        for paper, mine, report in found
        if paper.superseded or decided_since(report, mine.issued_at)
    ]


def behind(report: Report) -> list[PlatformDisposal | ResultNotice]:
    """The records with which a redacted form of this report went out that no longer says how it is."""
    records: tuple[PlatformDisposal | ResultNotice, ...] = (
        *PlatformDisposal.objects.filter(items__report=report).order_by("pk"),
        *ResultNotice.objects.filter(report=report).order_by("pk"),
    )
    return [record for record in records if any(own == report for _paper, own in outdated(record))]


def may_renew(record: PlatformDisposal | ResultNotice, viewer: Viewer) -> bool:
    """Whether this viewer sends out amended reports: the compiler of the record's center."""
    return Role.COMPILER in viewer.roles and viewer.organisation.pk == record.center_id


@transaction.atomic
@carries("LB-04", "4.2.2-e")
def renew(
    record: PlatformDisposal | ResultNotice, *, without_photos: str = "", by: Viewer, now: datetime
) -> None:
    """Send whoever has a redacted report its next version, which takes its place.

    without_photos: why photos stay behind on which nobody decided. Raises Forbidden; Refused where no report
    was amended and no photo decided on since, and where there are such photos and no reason.
    """
    if not may_renew(record, by):
        raise Forbidden(_("Only the compiler of the center sends an amended report on."))
    lock(record)
    old = outdated(record)
    if not old:
        raise Refused(
            _(
                "No report that went out with this was amended, and no photo of it decided on since: "
                "nothing is to be sent."
            )
        )
    only_with_reason([report for _paper, report in old], without_photos)
    for paper, report in old:
        assert paper.addressee is not None
        enclose(record, report, paper.addressee, by=by, now=now, supersedes=paper)
    numbers = enumerated(report.number for _paper, report in old)
    detail = {"note": _(": ").join(part for part in (numbers, without_photos) if part)}
    event = write(
        "send an amended report",
        ("record", record.pk),
        actor=by.actor(Role.COMPILER),
        at=now,
        clause="4.2.2-e",
        detail=detail,
    )
    if isinstance(record, ResultNotice):
        remind(record, now)
    elif record.platform_id is not None:
        tell(record, event, record.platform_id, Role.QUALITY_OFFICER)
