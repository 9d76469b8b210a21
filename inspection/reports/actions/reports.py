"""How is a report begun, issued and voided? (6.3-6)"""

from __future__ import annotations

from datetime import datetime
from hashlib import sha256
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from accounts.models import By, System, Viewer
from casework.actions import lock, open_record, take
from casework.clauses import carries
from casework.deadlines.clocks import local_day
from casework.flow import Refused
from casework.models import Record
from catalogue.models import Finding, TestItem
from catalogue.names import key
from documents.actions import issue
from documents.models import Document
from inspection.commissions.actions.commissions import settle
from inspection.commissions.actions.retention import keep
from inspection.commissions.models.abnormalities import held_up, items_left_out
from inspection.commissions.models.commissions import EntrustedSample
from inspection.commissions.models.testing_grounds import otherwise_planned
from inspection.flow.commissions import say
from inspection.flow.reports import REPORT_FLOW
from inspection.reports.models.reports import Report
from inspection.reports.models.tested_items import Result
from inspection.reports.papers import Picture
from inspection.reports.papers import Result as Line
from monitoring.vocabulary import SamplingMethod
from sampling.samples.models.samples import Sample
from trail.enumerations import enumerated


@REPORT_FLOW.handles("open")
@transaction.atomic
@carries("W-05")
def begin_report(*, entrusted: EntrustedSample, retest_reason: str = "", by: Viewer, now: datetime) -> Report:
    """Begin the report on a sample: the sample and the items are written down as they are now.

    retest_reason: why it is tested again, where results on it were voided before; Refused without.
    """
    entrustment, sample = entrusted.entrustment, entrusted.sample
    lock(entrustment)
    entrustment.refresh_from_db()
    entrusted.refresh_from_db()
    if entrusted.report_id or entrusted.released or entrustment.state != "in_progress":
        raise Refused(_("This sample already has a report, or is no longer in testing."))
    if abnormality := held_up(entrusted):
        known = {"abnormality": abnormality.number}
        raise Refused(_("%(abnormality)s on this sample is not decided on: wait for the decision.") % known)
    items = entrustment.items.select_related("method", "requirement").order_by("name", "pk")
    say(otherwise_planned([sample], list(items)))
    report = open_record(
        Report,
        by=by,
        now=now,
        title=sample.title,
        center=entrustment.center,
        province=sample.province,
        city=sample.city,
        county=sample.county,
        category=sample.category,
        platform=sample.platform,
        regulator=entrustment.regulator,
        laboratory=entrustment.laboratory,
        entrustment=entrustment,
        sample=sample,
        retest_reason=retest_reason,
        **_goods(sample),
    )
    if report.predecessors and not retest_reason:
        raise Refused(_("This sample was tested before, and the report voided: say why it is tested again."))
    entrusted.report = report
    entrusted.save(update_fields=["report"])
    rows = [_row(report, position, item) for position, item in enumerate(items, start=1)]
    left_out = items_left_out(entrusted)
    for row in rows:
        if row.item_id in left_out:
            row.leave_out(left_out[row.item_id])
    Result.objects.bulk_create(rows)
    return report


def _goods(sample: Sample) -> dict[str, Any]:
    """The sample as a report describes it: the goods and where they were offered, nothing of the order."""
    named = ("product", "brand", "model", "batch", "item_id", "producer", "producer_address", "sampled_on")
    quantity = f"{sample.quantity} {sample.unit}"
    return {name: getattr(sample, name) for name in named} | {
        "shop": sample.purchase.shop.name,
        "quantity": quantity,
    }


def _row(report: Report, position: int, item: TestItem) -> Result:
    return Result(
        report=report,
        item=item,
        position=position,
        name=item.name,
        unit=item.unit,
        method=str(item.method),
        requirement=str(item.requirement),
        **item.as_written(),
    )


@REPORT_FLOW.handles("issue")
@transaction.atomic
@carries("6.3-6", "6.3-7")
def publish(report: Report, *, note: str = "", by: By, now: datetime) -> Document:
    """Issue the report on paper; what it found is known from now on, and the sample's testing is finished."""
    sample, entrustment = report.sample, report.entrustment
    lock(sample)
    sample.refresh_from_db()
    lock(entrustment)
    event = take("issue", report, by=by, now=now, note=note)
    with override(settings.LANGUAGE_CODE):
        title = _("Test report")
    document = print_report(report, title=title, content=report.paper(local_day(now)), by=by, now=now)
    Finding.objects.create(**finding(report, document))
    keep(report.sample, report.outcome, now)
    if sample.state == "in_test":  # else the tester has finished it by itself
        take("finish", sample, by=System(event.pk), now=now)
    settle(entrustment, System(event.pk), now)
    return document


def print_report(
    report: Report,
    *,
    title: str,
    content: dict[str, Any],
    by: By,
    now: datetime,
    supersedes: Document | None = None,
) -> Document:
    """Issue the report as a paper of the laboratory to the center."""
    return issue(
        report,
        paper="test_report",
        title=title,
        content={
            **content,
            "results": tuple(Line(**line) for line in content["results"]),
            "pictures": tuple(Picture(**picture) for picture in content["pictures"]),
        },
        by=by,
        now=now,
        office=report.laboratory,
        addressee=report.center,
        supersedes=supersedes,
        language=settings.LANGUAGE_CODE,
    )


def finding(report: Report, document: Document) -> dict[str, Any]:
    """What a report adds to what is known of products."""
    return {
        "on": report.sampled_on,
        "organisation": str(report.center.name)[:120] if report.center else "",
        "product": report.product,
        "category": report.category.name if report.category else "",
        "producer": report.producer,
        "producer_key": key(report.producer)[:200],
        "standard": report.entrustment.judgement_grounds,
        "brand": report.brand[:120],
        "model": report.model[:200],
        "batch": report.batch,
        "shop": report.shop,
        "platform": str(report.platform.name) if report.platform else "",
        "item_id": report.item_id,
        "price": report.sample.purchase.listing.price,
        "targeted": report.sample.purchase.scheme.plan.method != SamplingMethod.RANDOM,
        "verdict": report.outcome,
        "failing": enumerated(result.name for result in report.failing)[:400],
        "laboratory": report.laboratory.name,
        "source": f"{document.title} {document.file_number}"[:200],
        "sample": report.sample.number,
        "fingerprint": fingerprint(report),
        "came_of": [each.number for each in (report, *_behind(report.sample))],
    }


def _behind(sample: Sample) -> tuple[Record, ...]:
    """The records that a sample came of, and the sample itself."""
    scheme = sample.purchase.scheme
    return sample, sample.purchase, scheme, scheme.plan


def fingerprint(report: Report) -> str:
    """By which the finding of a report is known."""
    return sha256(f"report {report.number}".encode()).hexdigest()


@REPORT_FLOW.handles("void")
@transaction.atomic
def void_report(report: Report, *, by: By, now: datetime, note: str) -> None:
    """Void a report that has not been issued; another may then be begun on the sample."""
    take("void", report, by=by, now=now, note=note)
    EntrustedSample.objects.filter(report=report).update(report=None)
