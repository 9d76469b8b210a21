"""How does the center report on a period to the national authority?"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from accounts.models import Viewer
from casework.actions import By, open_record, take
from casework.clauses import carries
from casework.flow import Refused
from disposal import figures
from disposal.flow import NationalReportState
from disposal.models import NationalReport
from documents.actions import issue
from monitoring.actions.signals import province_of


@transaction.atomic
def begin_national(*, by: Viewer, now: datetime, **data: Any) -> NationalReport:
    """Open the report on a period; no two reports of a center overlap."""
    first, last = data["period_from"], data["period_to"]
    same = NationalReport.objects.filter(
        center=by.organisation, period_from__lte=last, period_to__gte=first
    ).exclude(state=NationalReportState.VOIDED)
    if same.exists():
        raise Refused(_("There is a report on this period, or a part of it, already: go on with that one."))
    with override(settings.LANGUAGE_CODE):
        title = _("Report on %(first)s to %(last)s") % {"first": first, "last": last}
    return open_record(
        NationalReport,
        by=by,
        now=now,
        title=title,
        center=by.organisation,
        province=province_of(by.organisation),
        **data,
    )


@transaction.atomic
@carries("6.4-6")
def compile_national(report: NationalReport, *, by: Viewer, now: datetime, **data: Any) -> None:
    """Compute the figures of the period and freeze them with the text."""
    computed = figures.of(report.center_id or 0, report.period_from, report.period_to)
    take("compile", report, by=by, now=now, figures=computed, compiled_by=by.user, **data)


@transaction.atomic
def review_national(report: NationalReport, *, by: Viewer, now: datetime) -> None:
    """A second person confirms the report."""
    take("review", report, by=by, now=now, reviewed_by=by.user)


@transaction.atomic
def approve_national(report: NationalReport, *, by: Viewer, now: datetime) -> None:
    """The center's leader approves it."""
    take("approve", report, by=by, now=now, approved_by=by.user)


@transaction.atomic
@carries("6.4-6")
def send_national(report: NationalReport, *, by: By, now: datetime) -> None:
    """Issue the paper from the frozen figures and hand the report to the national authority."""
    take("send", report, by=by, now=now)
    assert report.center is not None
    with override(settings.LANGUAGE_CODE):
        issue(
            report,
            paper="national_report",
            title=_("Report on product quality risk monitoring in e-commerce"),
            content={
                **figures.printed(report.figures),
                "addressee": report.regulator.name,
                "period_from": report.period_from,
                "period_to": report.period_to,
                "summary": report.summary,
                "analysis": report.analysis,
                "advice": report.advice,
                "compiled_by": str(report.compiled_by),
                "reviewed_by": str(report.reviewed_by),
                "approved_by": str(report.approved_by),
            },
            by=by,
            now=now,
            office=report.center,
            addressee=report.regulator,
            language=settings.LANGUAGE_CODE,
        )
