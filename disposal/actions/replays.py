"""Who was told of a result before there were redacted reports, and so has none?

What is issued late stands in the trail of what it should have gone with; a preview changes nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy

from accounts.models import Organisation, System
from accounts.roles import Role
from casework.actions import lock
from casework.flow import NOTHING
from casework.work.notifications import tell
from disposal.actions.enclosures import PAPER, enclose
from disposal.actions.links import remind
from disposal.flow.notices import ResultNoticeState
from disposal.models.disposals import PlatformDisposal
from disposal.models.notices import ResultNotice
from inspection.reports.models.reports import Report
from trail import verbs
from trail.models import write

verbs.register(
    "send a redacted report late",
    gettext_lazy("Issue the redacted report that was lacking"),
    notification=gettext_lazy("The redacted test report was sent"),
)

Sent = PlatformDisposal | ResultNotice


def sent() -> Iterator[tuple[Sent, Report, Organisation]]:
    """What counts and was sent, with each report that goes with it and to whom."""
    for disposal in PlatformDisposal.objects.exclude(state__in=NOTHING).order_by("pk").iterator():
        assert disposal.platform is not None
        for item in disposal.items.select_related("report").order_by("pk"):
            yield disposal, item.report, disposal.platform
    told = ResultNotice.objects.exclude(state__in=(*NOTHING, ResultNoticeState.PREPARED))
    for notice in told.exclude(merchant=None).select_related("report", "merchant").order_by("pk").iterator():
        assert notice.merchant is not None
        yield notice, notice.report, notice.merchant


def has_its_report(record: Sent, report: Report) -> bool:
    """Whether a redacted report, of whatever version of the report, went with a record."""
    numbers = report.documents.filter(paper="test_report").values_list("file_number", flat=True)
    return record.documents.filter(paper=PAPER, content__report_number__in=list(numbers)).exists()


def replay(now: datetime, *, preview: bool) -> Iterator[tuple[str, str, str]]:
    """(kind, number, number of the report) of each that lacks its redacted report; issued unless it is a
    preview, and its addressee is told. A report without a paper of its own has none that could be redacted.
    """
    for record, report, addressee in sent():
        if has_its_report(record, report) or not report.documents.filter(paper="test_report").exists():
            continue
        yield record.kind, record.number, report.number
        if not preview:
            _issue(record, report, addressee, now)


@transaction.atomic
def _issue(record: Sent, report: Report, addressee: Organisation, now: datetime) -> None:
    lock(record)
    if has_its_report(record, report):  # sent by somebody meanwhile
        return
    enclose(record, report, addressee, by=System(), now=now)
    event = write(
        "send a redacted report late",
        ("record", record.pk),
        actor=System().actor(),
        at=now,
        clause="4.2.2-e",
        detail={"note": report.number},
    )
    if isinstance(record, ResultNotice):
        remind(record, now)
    else:
        tell(record, event, addressee.pk, Role.QUALITY_OFFICER)
