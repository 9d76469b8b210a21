"""What can be done with results and reports?"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from hashlib import sha256
from typing import Any

from django.conf import settings
from django.core.files import File
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
from catalogue.numerals import Unreadable
from documents.actions import attach, issue
from documents.models import Document
from inspection import linter
from inspection.actions.abnormalities import leave_out
from inspection.actions.commissions import settle, user_of
from inspection.actions.retention import keep
from inspection.flow.commissions import say
from inspection.flow.reports import REPORT_FLOW
from inspection.flow.vocabulary import CORRECTABLE, Entry, RawKind
from inspection.judgement import ItemVerdict, Judgement
from inspection.models.abnormalities import held_up, items_left_out
from inspection.models.commissions import EntrustedSample
from inspection.models.corrections import RawRecord
from inspection.models.edited import clash, overruling, unfails
from inspection.models.instruments import Instrument
from inspection.models.reports import NOT_LEFT_OUT, Report, Result
from inspection.models.subcontractors import ill_subcontracted
from inspection.models.testing_grounds import otherwise_planned
from inspection.papers import Picture
from inspection.papers import Result as Line
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
            leave_out(row, left_out[row.item_id])
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


# What of a result may be filled in later, but not changed, once its results were submitted (6.3-5).
ENTRIES = [str(entry) for entry in CORRECTABLE]


@REPORT_FLOW.handles("enter")
@transaction.atomic
@carries("6.3-5", "6.3-7")
def enter(report: Report, *, rows: dict[int, dict[str, Any]], by: By, now: datetime, **data: Any) -> None:
    """Enter results, judged by their figures; where these cannot decide, the tester does and says why.

    rows: by the key of the result: value as typed, declared, lod, verdict ("" = by the figures), reason,
    remark, subcontracted; seen: what the form showed of the row; overrule: why a colleague's entry is
    overwritten. What was there before stays in the trail.
    Refused for a value that is none of the item, where one would change that was submitted before (that
    takes a correction), or that somebody else changed since the form was shown.
    """
    lock(report)
    report.refresh_from_db()
    asked = {result: dict(rows[result.pk]) for result in report.results.all() if result.pk in rows}
    why = {result: row.pop("overrule", "") or "" for result, row in asked.items()}
    checked = {
        result: clash(result, row, row.pop("seen"), user_of(by), why[result]) if "seen" in row else (True, "")
        for result, row in asked.items()
    }
    say([refusal for _write, refusal in checked.values() if refusal])
    kept = report.submitted_once
    writing = {result: row for result, row in asked.items() if checked[result][0]}
    overruled = [_overruled(result, row, by, why[result], now) for result, row in writing.items()]
    results = [_entered(result, row, kept=kept) for result, row in writing.items()]
    say(ill_subcontracted(writing, local_day(now)))
    entered = [change for change, _result in results if change]
    changes = [*entered, *filter(None, overruled), *_otherwise(report, data)]
    take("enter", report, by=by, now=now, note="; ".join(changes), **data)
    for _change, result in results:
        result.save()


def _overruled(result: Result, row: dict[str, Any], by: By, why: str, now: datetime) -> str:
    """Note who enters a result, and whose entry they overwrite; filling in beside it leaves it theirs."""
    sentence = overruling(result, row, user_of(by), why)
    if sentence:
        result.overruled = "\n".join(filter(None, (result.overruled, sentence)))
    if sentence and unfails(result, row):
        result.taken_back = "\n".join(filter(None, (result.taken_back, sentence)))
    if sentence or not result.value or result.entered_by is None:
        result.entered_by, result.entered_at = user_of(by), now
    return sentence


def _otherwise(report: Report, data: dict[str, Any]) -> list[str]:
    """What else of the report was changed, for the trail: "testing ended on: 2026-11-24 → 2026-11-20"."""
    return [
        f"{report._meta.get_field(name).verbose_name}: {getattr(report, name) or '–'} → {value or '–'}"  # type: ignore[union-attr]
        for name, value in data.items()
        if (getattr(report, name) or "") != (value or "")
    ]


def _entered(result: Result, row: dict[str, Any], *, kept: bool) -> tuple[str, Result]:
    """The result with what was entered, and what changed: "Lead: 5 → 6". kept: it may only be filled in."""
    before, stood = _said(result), {entry: getattr(result, entry) for entry in ENTRIES}
    for name, value in row.items():
        setattr(result, name, value)
    noted(result, row.get("value", result.value), row.get("verdict") or "")
    if kept and stood["verdict"]:
        for entry, old in stood.items():
            if old not in ("", None) and getattr(result, entry) != old:
                known = {"item": result.name, "what": Entry(entry).label}
                raise Refused(
                    _("%(item)s: “%(what)s” was submitted before. Propose a correction of it.") % known
                )
    after = _said(result)
    said = {"item": result.name, "before": before or "–", "after": after or "–"}
    return (_("%(item)s: %(before)s → %(after)s") % said if before != after else ""), result


def noted(result: Result, text: str, by_hand: str, *, lapses: bool = False) -> Judgement:
    """Take a value as it was typed and judge it. Refused where it is none of the item, or `backed` refuses.

    by_hand: the verdict that a person sets; lapses: it yields where the figures decide.
    """
    try:
        result.write_down(text)
    except Unreadable as unreadable:
        raise Refused(_("%(item)s: %(why)s") % {"item": result.name, "why": unreadable.why}) from unreadable
    found = result.weigh(by_hand)
    if lapses and found.verdict:
        result.weigh()
    backed(result, found)
    if not result.by_hand:
        result.reason = ""
    elif result.by_hand == ItemVerdict.NOT_TESTED and (left_out := result.left_out()):
        leave_out(result, left_out)
    return found


@carries("6.3-7")
def backed(result: Result, found: Judgement) -> None:
    """A verdict by hand is refused where the figures decide, without a reason, or beside what belies it; a
    value of what is to be tested no more, always."""
    if result.value and (left_out := result.left_out()):
        known = {"item": result.name, "abnormality": left_out.number}
        raise Refused(_("%(item)s: the decision on %(abnormality)s leaves it out: it has no value.") % known)
    if not result.by_hand:
        return
    item = {"item": result.name, "why": found.why}
    if result.judged:
        raise Refused(
            _("%(item)s: the figures decide (%(why)s): set a verdict by hand only where they cannot.") % item
        )
    if result.by_hand == ItemVerdict.CONFORMING and found.unproven:
        raise Refused(_("%(item)s: %(why)s") % item)
    if result.by_hand == ItemVerdict.NOT_TESTED and not result.value and not result.left_out():
        raise Refused(f"{result.name}: {NOT_LEFT_OUT}")
    if result.by_hand == ItemVerdict.NOT_TESTED and result.value:
        raise Refused(_("%(item)s: there is a measured value, so it was tested.") % item)
    if result.by_hand != ItemVerdict.NOT_TESTED and not result.value:
        raise Refused(_("%(item)s: enter the measured value, or say that it was not tested.") % item)
    if not result.reason:
        raise Refused(_("%(item)s: say why the verdict is set by hand.") % item)


@REPORT_FLOW.handles("record")
@transaction.atomic
@carries("6.3-5")
def record_raw(
    report: Report,
    *,
    kind: str,
    results: Iterable[Result],
    file: File[bytes],
    taken_on: date,
    instrument: Instrument,
    by: Viewer,
    now: datetime,
) -> RawRecord:
    """Keep a raw record with the report, for the laboratory and the authorities; it is never altered.

    results: the items that it covers, of this report; Refused for none, or another's. instrument: one of the
    laboratory's own; Refused where nothing measured with it that day counts.
    """
    covered = list(results)
    if not covered or {result.report_id for result in covered} != {report.pk}:
        raise Refused(_("Name the items of this report that the raw record covers."))
    names = enumerated(result.name for result in covered)
    say(report.unless_within(taken_on, local_day(now)))
    if instrument.laboratory_id != report.laboratory_id:
        raise Refused(_("This is no instrument of your laboratory."))
    say(instrument.unreliable(taken_on))
    take("record", report, by=by, now=now, note=f"{RawKind(kind).label} · {instrument} · {names}")
    raw = RawRecord.objects.create(
        report=report,
        position=report.raw_records.count() + 1,
        kind=kind,
        attachment=attach(report, file, "raw_record", by=by, now=now),
        taken_on=taken_on,
        instrument=str(instrument),
        calibration=instrument.calibration_on(taken_on),
        by=by.user,
        at=now,
    )
    raw.results.set(covered)
    return raw


def _said(result: Result) -> str:
    """A result in a few words, for the trail."""
    parts = [
        f"{result.value} ({result.value_as_written})" if result.value_as_written else result.value,
        result.get_verdict_display() if result.verdict else "",
        result.reason,
        result.remark,
    ]
    if result.lod is not None:
        parts.insert(1, f"LOD {linter.plain(result.lod)}")
    return enumerated(part for part in parts if part)


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
    keep(report, now)
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
