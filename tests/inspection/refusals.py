"""To which commissions, abnormalities and reports does each guard object?"""

from __future__ import annotations

from datetime import datetime, timedelta

from documents.actions import attach
from inspection.commissions.models.abnormalities import AbnormalSample
from inspection.commissions.models.commissions import Entrustment
from inspection.corrections.models.corrections import Correction
from inspection.flow import abnormalities, alerts, commissions, corrections, reports
from inspection.laboratories.models import Qualification
from inspection.reports.models.raws import RawRecord
from inspection.reports.models.reports import Report
from sampling.custody.actions.custody import shift
from tests.cast import Cast
from tests.conftest import NOW
from tests.documents.conftest import picture
from tests.inspection import given, given_again
from tests.inspection.given_analyses import outdated
from tests.photos import photographed
from tests.refusals import Refusal, changed, refusals, rested_on
from tests.sampling.given import stored_samples


def certificate_over(record: Entrustment, cast: Cast) -> None:
    Qualification.objects.update(valid_until=NOW.date() - timedelta(days=1))


def sample_moving(entrustment: Entrustment, cast: Cast) -> None:
    sample = entrustment.live()[0].sample
    shift(sample, to_place="B-7", by=cast.storekeeper, now=NOW)


@photographed
def before_the_department(cast: Cast, now: datetime) -> Entrustment:
    return Entrustment.objects.get(pk=given.referred(cast, now).entrustment_id)


@photographed
def with_a_report(cast: Cast, now: datetime) -> Entrustment:
    return Entrustment.objects.get(pk=given.begun(cast, now).entrustment_id)


def halted(report: Report, cast: Cast) -> None:
    """An abnormality of the sample lies with the center."""
    entrustment = given.in_progress(cast, NOW, samples=[stored_samples(cast, NOW)[1]])
    abnormality = given.halt(entrustment, cast, NOW)
    AbnormalSample.objects.filter(abnormality=abnormality).update(entrusted=report.entrusted)


def without_raw_records(report: Report, cast: Cast) -> None:
    """Another one took their place, and covers no item."""
    for record in RawRecord.objects.filter(report=report):
        record.pk, record.replaces_id, record.position = None, record.pk, record.position + 1
        record.attachment = attach(report, picture(), "raw_record", by=cast.tester, now=NOW)
        record.save()


def to_be_corrected(report: Report, cast: Cast) -> None:
    given.proposed(cast, NOW, report)


MOVING = "This record is now “On its way within the store”"
LAST = "The system calls a commission reported as its last report is issued, never before."

ENTRUSTMENTS = [
    Refusal("entrustment", "send", commissions.laboratory_fits, certificate_over),
    Refusal("entrustment", "send", commissions.well_founded, changed(test_grounds_are=[])),
    Refusal("entrustment", "send", commissions.samples_in_store, sample_moving, behind=MOVING),
    Refusal("entrustment", "accept", commissions.samples_received, given=given.unserved),
    Refusal("entrustment", "accept", commissions.laboratory_still_fits, certificate_over),
    Refusal("entrustment", "decline", commissions.samples_not_received, given=given.unserved_received),
    Refusal(
        "entrustment",
        "cancel",
        commissions.nothing_before_the_department,
        given=before_the_department,
        behind="“Void” is no longer possible",  # of the abnormality
    ),
    Refusal("entrustment", "report", commissions.all_reported, given=given.in_progress, why=LAST),
    Refusal("entrustment", "close", commissions.analysis_holds, given=outdated),
    rested_on("entrustment", with_a_report),
    Refusal("abnormality", "refer", abnormalities.has_department, changed(regulator=None)),
    Refusal(
        "gravefinding",
        "pass_on",
        alerts.a_department_set_the_task,
        changed(regulator=None),
        behind="no regulator to admit",
    ),
]
REPORTS = [
    *refusals("report", "enter submit review sign issue", reports.sample_goes_on, halted),
    Refusal("report", "submit", reports.results_complete, changed(tested_at="")),
    *refusals("report", "submit sign issue", reports.results_recorded, without_raw_records),
    *refusals("report", "submit review sign issue", reports.nothing_to_correct, to_be_corrected),
    Refusal("report", "issue", reports.report_complete, changed(tested_at=""), behind="fill in tested_at"),
    Refusal("report", "see_before", reports.something_to_see, given=given.issued),
    Refusal("report", "receive", reports.former_results_seen, given=given_again.second_issued),
    rested_on("report", given.submitted, to_be_corrected),
]


@photographed
def of_an_issued_report(cast: Cast, now: datetime) -> Correction:
    return given.seconded(cast, now, given.issued(cast, now))


CORRECTIONS = [
    Refusal("correction", "approve", corrections.within_the_laboratory, given=of_an_issued_report),
    Refusal(
        "correction", "pass_on", corrections.of_an_issued_report, given=given.seconded, behind="does not say"
    ),
]
REFUSALS = [*ENTRUSTMENTS, *REPORTS, *CORRECTIONS]
