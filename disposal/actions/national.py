"""How does the center report on a period to the national authority?"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from accounts.models import By, Level, Organisation, System, Viewer
from accounts.roles import Kind
from casework.actions import open_record, take
from casework.clauses import carries
from casework.deadlines.clocks import instant, local_day
from casework.flow import Refused
from casework.models import Record
from disposal import figures, periods
from disposal.flow.results import NATIONAL_REPORT_FLOW, NationalReportState
from disposal.miscounts import miscounted, uncounted
from disposal.models.compilations import NationalReport
from documents.actions import issue
from monitoring.risks.actions.signals import province_of
from trail.enumerations import enumerated


def quarter_before(today: date) -> tuple[date, date]:
    """The first and the last day of the last quarter that has ended."""
    begins = date(today.year, (today.month - 1) // 3 * 3 + 1, 1)
    last = begins - timedelta(days=1)
    return date(last.year, last.month - 2, 1), last


def nation() -> Organisation | None:
    """The national authority."""
    return Organisation.objects.filter(kind=Kind.REGULATOR, level=Level.NATION, active=True).first()


@NATIONAL_REPORT_FLOW.handles("open")
@transaction.atomic
def begin_national(*, by: Viewer, now: datetime, **data: Any) -> NationalReport:
    """Open the report on a period; no two reports of a center overlap."""
    if numbers := _reported(by.organisation, data["period_from"], data["period_to"]):
        raise Refused(
            _("There is a report on this period, or a part of it, already: %(numbers)s. Go on with that one.")
            % {"numbers": enumerated(numbers)}
        )
    return _begin(by.organisation, by, now, data)


@transaction.atomic
@carries("6.4-6")
def begin_ended_quarter(center: Organisation, *, now: datetime) -> NationalReport | None:
    """Open, as the system, a center's report on the last quarter, so that its clock runs though nobody thinks
    of it. None where there is one, where the center was not yet at work, or where there is no nation to tell.
    """
    first, last = quarter_before(local_day(now))
    authority = nation()
    at_work = Record.objects.filter(center=center, opened_at__lt=instant(last + timedelta(days=1)))
    if authority is None or not at_work.exists() or _reported(center, first, last):
        return None
    return _begin(center, System(), now, {"regulator": authority, "period_from": first, "period_to": last})


def _reported(center: Organisation, first: date, last: date) -> list[str]:
    """The numbers of the reports on some day of a period. Locks the center, so that two cannot be begun."""
    Organisation.objects.select_for_update().filter(pk=center.pk).values_list("pk").get()
    same = NationalReport.objects.filter(center=center, period_from__lte=last, period_to__gte=first)
    standing = same.exclude(state=NationalReportState.VOIDED).order_by("pk")
    return list(standing.values_list("number", flat=True))


def _begin(center: Organisation, by: By, now: datetime, data: dict[str, Any]) -> NationalReport:
    return open_record(
        NationalReport,
        by=by,
        now=now,
        title=_title(data["period_from"], data["period_to"]),
        center=center,
        province=province_of(center),
        **data,
    )


def _title(first: date, last: date) -> str:
    """What the record and its paper are called, in the installation's language."""
    with override(settings.LANGUAGE_CODE):
        return _("Report on the monitoring of product quality online, %(period)s") % {
            "period": periods.named(first, last)
        }


@NATIONAL_REPORT_FLOW.handles("compile")
@transaction.atomic
@carries("6.4-6")
def compile_national(report: NationalReport, *, by: Viewer, now: datetime) -> None:
    """Compute the figures of the period and freeze them, before anybody writes about them."""
    computed = figures.of(report.center_id or 0, report.period_from, report.period_to)
    take("compile", report, by=by, now=now, figures=computed, compiled_by=by.user)


@NATIONAL_REPORT_FLOW.handles("write")
@transaction.atomic
def write_national(
    report: NationalReport, *, acknowledged: bool = False, by: Viewer, now: datetime, **data: Any
) -> None:
    """Write what the frozen figures say; Refused where they do not, or where the text tells of what they do
    not count and nobody has noticed it. data: summary, analysis, advice."""
    if untrue := miscounted(report.figures, **data):
        raise Refused(" ".join(untrue.values()))
    if not acknowledged and (told := uncounted(report.figures, **data)):
        raise Refused(" ".join([*told, _("Correct the text, or tick that you have noticed it.")]))
    take("write", report, by=by, now=now, compiled_by=by.user, **data)


@NATIONAL_REPORT_FLOW.handles("review")
@transaction.atomic
def review_national(
    report: NationalReport, *, acknowledged: bool = False, note: str = "", by: Viewer, now: datetime
) -> None:
    """A second person confirms the report, having noticed what is odd about it and why it is right."""
    note = _noticed(report, acknowledged, note, now)
    take("review", report, by=by, now=now, reviewed_by=by.user, note=note)


@NATIONAL_REPORT_FLOW.handles("approve")
@transaction.atomic
def approve_national(
    report: NationalReport, *, acknowledged: bool = False, note: str = "", by: Viewer, now: datetime
) -> None:
    """The center's leader approves it, as whoever confirmed it."""
    note = _noticed(report, acknowledged, note, now)
    take("approve", report, by=by, now=now, approved_by=by.user, note=note)


@carries("6.4-6")
def doubts(report: NationalReport, now: datetime) -> list[str]:
    """What whoever confirms, approves or sends the report has to notice first, as sentences: what is odd of
    its figures, which whoever approved it has noticed, and what has changed since they were compiled."""
    found = [] if report.state == NationalReportState.APPROVED else report.doubts(local_day(now))
    return [*found, *_changed(report)]


@carries("6.4-6")
def odd(report: NationalReport, now: datetime) -> list[str]:
    """What is odd about the report, whoever has noticed it, and what has changed since, as sentences."""
    return [*report.doubts(local_day(now)), *_changed(report)]


def _changed(report: NationalReport) -> list[str]:
    """That the figures would be counted otherwise today, as a sentence."""
    if not report.figures:
        return []
    changed = figures.changes(report.figures, report.center_id or 0, report.period_from, report.period_to)
    sentence = _(
        "Counted today, these are no longer as they were compiled: %(changes)s. Have the figures compiled"
        " anew, or say why they stand."
    )
    return [sentence % {"changes": "; ".join(changed)}] if changed else []


@carries("6.4-6")
def _noticed(report: NationalReport, acknowledged: bool, note: str, now: datetime) -> str:
    """What the trail keeps: the doubts and why the report goes on nevertheless. Refused without either."""
    odd = doubts(report, now)
    if odd and not (acknowledged and note):
        sentence = _("Tick that you have noticed it, and say why the report is right.")
        raise Refused(" ".join([*odd, sentence]))
    return " ".join([*odd, note])


@NATIONAL_REPORT_FLOW.handles("send")
@transaction.atomic
@carries("6.4-6")
def send_national(
    report: NationalReport, *, acknowledged: bool = False, note: str = "", by: By, now: datetime
) -> None:
    """Issue the paper from the frozen figures and hand the report to the national authority."""
    note = _noticed(report, acknowledged, note, now)
    take("send", report, by=by, now=now, note=note)
    assert report.center is not None
    older = report.documents.filter(paper="national_report").order_by("-id").first()
    with override(settings.LANGUAGE_CODE):
        issue(
            report,
            paper="national_report",
            title=_title(report.period_from, report.period_to),
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
            supersedes=older,
            language=settings.LANGUAGE_CODE,
        )
