"""How does whoever answers for goods get the report on them, without what leads to whoever bought them?"""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override

from accounts.models import Organisation
from casework.actions import By
from casework.clauses import carries
from disposal.disclosure import redacted
from disposal.models import PlatformDisposal, ResultNotice
from documents.actions import issue
from documents.models import Document
from inspection.models import Report


@carries("4.2.2-e", "W-04")
def enclose(
    record: PlatformDisposal | ResultNotice,
    report: Report,
    addressee: Organisation,
    *,
    by: By,
    now: datetime,
) -> Document:
    """Issue the redacted form of a report's newest version, with the paper by which its addressee is told."""
    assert record.center is not None
    full = report.documents.filter(paper="test_report").latest("id")
    with override(settings.LANGUAGE_CODE):
        return issue(
            record,
            paper="redacted_report",
            title=_("Test report (redacted)"),
            content={"addressee": addressee.name, **redacted(full)},
            by=by,
            now=now,
            office=record.center,
            addressee=addressee,
            language=settings.LANGUAGE_CODE,
        )
