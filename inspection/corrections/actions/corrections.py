"""How is what was written down corrected, by its confirmers and without losing what stood there? (6.3-5)"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.core.files import File
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from accounts.models import By, Membership, System, User, Viewer
from accounts.roles import Role
from casework.actions import lock, open_record, shake, take
from casework.clauses import carries
from casework.deadlines.clocks import local_day
from casework.flow import Refused
from casework.models import Record
from casework.work.notifications import tell, tell_below
from catalogue.models import Finding
from documents.actions import attach
from documents.models import Document
from inspection.commissions.actions.retention import keep
from inspection.corrections.actions.confirming import held_against, tested_by_others
from inspection.corrections.models.corrections import Correction
from inspection.flow.commissions import say
from inspection.flow.corrections import CORRECTION_FLOW
from inspection.flow.reports import ISSUED, ReportState
from inspection.flow.vocabulary import CORRECTABLE, MEASURED, Entry, Particular, RawKind
from inspection.instruments.models import Calibration
from inspection.reports.actions.reports import finding, print_report
from inspection.reports.actions.testing import ill_subcontracted, looked_at, noted
from inspection.reports.models.as_text import read, written
from inspection.reports.models.raws import RawRecord
from inspection.reports.models.reports import Report
from inspection.reports.models.tested_items import Result
from trail import verbs
from trail.models import Actor, Event, write

verbs.register("apply a correction", gettext_lazy("Apply a correction"))

TURNED = ["item_before", "item_after", "outcome_before", "outcome_after", "conclusion_after"]


@CORRECTION_FLOW.handles("open")
@transaction.atomic
@carries("6.3-5", "LB-05")
def propose(
    *,
    report: Report,
    reason: str,
    result: Result | None = None,
    entry: str = "",
    new_value: str = "",
    raw: RawRecord | None = None,
    file: File[bytes] | None = None,
    taken_on: date | None = None,
    by: Viewer,
    now: datetime,
) -> Correction:
    """Propose to correct one value of a result (entry: one of Entry), what the report says of the goods or of
    the days (one of Particular), or one raw record by a new file.

    file, taken_on: of what was measured, also the raw record that says so, and its day.
    """
    lock(report)
    report.refresh_from_db()
    place = _checked(report, result, entry, raw, file)
    if report.corrections.filter(**place).exclude(turn="").exists():
        raise Refused(_("A correction of this is not decided on yet: decide on it first."))
    values: dict[str, Any] = {}
    row = result or report
    if result is not None and entry in MEASURED:
        _measured(report, result, file, taken_on, now)
        values["taken_on"] = taken_on
    if raw is None:  # tried on the row in memory: what cannot be is refused at once
        new = read(entry, new_value)
        values["old_value"] = written(row, entry)
        _put(row, entry, new, reason, now)
        as_typed = row.value_as_written if isinstance(row, Result) and entry == Entry.VALUE else ""
        values["new_value"] = as_typed or written(row, entry)
        if values["old_value"] == written(row, entry):
            raise Refused(_("This is what stands there already."))
        values |= _turning(report, row)
        row.refresh_from_db()
    correction = open_record(
        Correction,
        by=by,
        now=now,
        title=report.title,
        report=report,
        laboratory=report.laboratory,
        regulator=report.regulator,
        tester=_inspector(report, by),
        proposed_by=by.user,
        reason=reason,
        **place,
        **values,
        **_spine(report),
    )
    if file is not None:
        correction.new_file = attach(correction, file, "raw_record", by=by, now=now)
        correction.save(update_fields=["new_file"])
    return correction


@carries("6.3-5")
def _measured(
    report: Report, result: Result, file: File[bytes] | None, taken_on: date | None, now: datetime
) -> None:
    """Refuse a new figure of which there is no raw record, written down while the sample was there, with the
    instrument of the former one, calibrated on that day."""
    if file is None or taken_on is None:
        raise Refused(_("A measured value changes with its raw record alone: attach it, and enter its day."))
    say(report.unless_within(taken_on, local_day(now)))
    like = result.raw_records.order_by("position").last()
    if like and like.calibration:
        say(like.calibration.instrument.unreliable(taken_on))


def _turning(report: Report, row: Result | Report) -> dict[str, str]:
    """Which verdicts, and which conclusion, a row turns as it stands in memory."""
    rows = [row if each == row else each for each in report.results.all()]
    concluded = report.concluded([each for each in rows if isinstance(each, Result)])
    stood = next((each for each in report.results.all() if each == row), None)
    item = (
        {"item_before": stood.verdict, "item_after": row.verdict} if stood and isinstance(row, Result) else {}
    )
    return {
        **item,
        "outcome_before": report.outcome,
        "outcome_after": concluded["outcome"],
        "conclusion_after": concluded["conclusion"],
    }


def _spine(report: Report) -> dict[str, Any]:
    names = ("center", "province", "city", "county", "category", "platform")
    return {name: getattr(report, name) for name in names}


def _checked(
    report: Report, result: Result | None, entry: str, raw: RawRecord | None, file: File[bytes] | None
) -> dict[str, Any]:
    """The place of the correction, if it is one place of this report that holds something."""
    if report.state == ReportState.VOIDED:
        raise Refused(_("The report is void: there is nothing to correct."))
    places = [result is not None and entry in Entry.values, raw is not None and entry == ""]
    places.append(result is None and raw is None and entry in Particular.values)
    if places.count(True) != 1:
        raise Refused(_("Name one value, or one raw record."))
    if {each.report_id for each in (result, raw) if each is not None} - {report.pk}:
        raise Refused(_("This belongs to another report."))
    if result is not None:
        _entered(entry)
    if result is not None and not result.verdict:
        raise Refused(_("Nothing has been entered here yet: enter it."))
    if raw is not None and raw.replaced:
        raise Refused(_("This raw record has been replaced already: correct the newer one."))
    if raw is not None and file is None:
        raise Refused(_("Attach the corrected raw record."))
    return {"result": result, "entry": entry, "raw": raw}


def _inspector(report: Report, by: Viewer) -> User:
    """The tester who answers for the report; if they have left, the tester who proposes the correction."""
    begun = Event.objects.of("record", report.pk).filter(verb="open").values("actor_id")
    tester = report.tester or User.objects.get(pk__in=begun)
    testers = Membership.objects.filter(
        organisation=report.laboratory, roles__contains=[Role.TESTER], user__is_active=True
    )
    if testers.filter(user=tester, left_on=None).exists():
        return tester
    if Role.TESTER not in by.roles:
        raise Refused(_("The tester of this report has left: another tester must propose the correction."))
    return by.user


@CORRECTION_FLOW.handles("approve")
@transaction.atomic
@carries("6.3-5", "LB-06")
def approve(correction: Correction, *, held: bool = False, note: str = "", by: Viewer, now: datetime) -> None:
    """The signatory approves what is not out yet: the value is changed, and the result judged anew."""
    event = _sign_off("approve", correction, held, note, by, now)
    _count(correction, event, by.actor(Role.SIGNATORY), by, now)


@CORRECTION_FLOW.handles("pass_on")
@transaction.atomic
@carries("6.3-5", "LB-06")
def pass_on(correction: Correction, *, held: bool = False, note: str = "", by: Viewer, now: datetime) -> None:
    """The signatory approves an amendment of what is out: the center decides whether it counts."""
    _sign_off("pass_on", correction, held, note, by, now)
    say(correction.report.lacks(now))


@CORRECTION_FLOW.handles("accept")
@transaction.atomic
@carries("LB-04", "W-05")
def accept(correction: Correction, *, by: Viewer, now: datetime, note: str) -> None:
    """The center's leader lets it count: the amended report is issued, all that have the older one are told,
    and what rests on a verdict that turned comes before whoever answers for it."""
    lock(correction.report)
    correction.report.refresh_from_db()
    event = take("accept", correction, by=by, now=now, note=note)
    _count(correction, event, by.actor(Role.LEADER), System(event.pk), now)


def _sign_off(step: str, correction: Correction, held: bool, note: str, by: Viewer, now: datetime) -> Event:
    """The signatory's approval, by one who neither reviewed nor tested."""
    report = correction.report
    lock(report)
    report.refresh_from_db()
    if by.user.pk == report.reviewer_id:
        raise Refused(_("You reviewed this report: another signatory must approve the correction."))
    note = " ".join(filter(None, (held_against(correction, held), note)))
    event = take(step, correction, by=by, now=now, note=note, approved_by=by.user, approved_at=now)
    tested_by_others(correction, by)
    return event


def _count(correction: Correction, event: Event, actor: Actor, by: By, now: datetime) -> None:
    """From now on the correction counts."""
    report = correction.report
    detail = {"note": f"{correction.change} ({correction.number})"}
    write(
        "apply a correction",
        ("record", report.pk),
        actor=actor,
        at=now,
        clause="6.3-5",
        detail=detail,
        cause=event.pk,
    )
    if correction.raw is not None:
        _replace(correction, correction.raw, now)
    else:
        _apply(correction, correction.result or report, now)
    correction.decided_at = now
    correction.save(update_fields=["decided_at", *TURNED])
    if correction.raw is None:
        _conclude(report, correction, event, by, now)
        looked_at(report, event, now)


def _replace(correction: Correction, raw: RawRecord, now: datetime) -> None:
    """The new raw record, beside the old one, of the same items."""
    if raw.replaced or correction.new_file is None or correction.proposed_by is None:
        raise Refused(_("This raw record has been replaced already: correct the newer one."))
    _keep(correction, raw, now, taken_on=raw.taken_on, replaces=raw).results.set(raw.results.all())


def _keep(correction: Correction, like: RawRecord | None, now: datetime, **said: Any) -> RawRecord:
    """The raw record that came with the correction, written down as an earlier one of the item was."""
    assert correction.new_file is not None
    return RawRecord.objects.create(
        report=correction.report,
        position=correction.report.raw_records.count() + 1,
        kind=like.kind if like else RawKind.OTHER,
        attachment=correction.new_file,
        instrument=like.instrument if like else "–",
        calibration=_relied_on(like, said["taken_on"]),
        by=correction.proposed_by,
        at=now,
        **said,
    )


def _relied_on(like: RawRecord | None, day: date) -> Calibration | None:
    """The calibration on that day of the instrument with which the former one was measured."""
    return like.calibration.instrument.calibration_on(day) if like and like.calibration else None


def _entered(entry: str) -> None:
    """Only what somebody entered is corrected; how a value is compared belongs to the item."""
    if entry not in CORRECTABLE:
        raise Refused(_("This is part of the test item: nobody enters it."))


def _apply(correction: Correction, row: Result | Report, now: datetime) -> None:
    if isinstance(row, Result):
        _entered(correction.entry)
    if written(row, correction.entry) != correction.old_value:
        raise Refused(_("The value has changed since: reject this correction and propose it anew."))
    value = read(correction.entry, correction.new_value)
    _put(row, correction.entry, value, correction.reason, now)
    for name, turned in _turning(correction.report, row).items():
        setattr(correction, name, turned)
    if isinstance(row, Result):
        row.save()
        if correction.remeasured and correction.taken_on:
            like = row.raw_records.order_by("position").last()
            _keep(correction, like, now, taken_on=correction.taken_on).results.set([row])
        return
    row.save(update_fields=[correction.entry])
    if correction.entry in (Particular.PRODUCT, Particular.BRAND, Particular.MODEL):
        title = " ".join(filter(None, (row.product, row.brand, row.model)))[:200]
        Record.objects.filter(pk=row.pk).update(title=title)
        row.title = title


def _put(row: Result | Report, entry: str, value: Any, reason: str, now: datetime) -> None:
    """Put a value into a result, and judge it anew, or into what the report says; Refused if it cannot be."""
    if isinstance(row, Result):
        corrected(row, entry, value, reason)
        say(ill_subcontracted([row], local_day(now)))
        return
    setattr(row, entry, value)
    if isinstance(value, date) and value > local_day(now):
        raise Refused(_("This lies in the future: enter when it happened."))
    if entry in (Particular.TESTED_FROM, Particular.TESTED_TO):
        say(row.misdated())
    if row.tested_from and row.tested_to and row.tested_from > row.tested_to:
        raise Refused(_("Testing cannot end before it began."))


def corrected(result: Result, entry: str, value: Any, reason: str) -> None:
    """Put a value into a result and judge it anew. Refused where no verdict follows."""
    text, by_hand = result.value_as_written or result.value, result.by_hand
    if entry == Entry.VALUE:
        text = value
    elif entry == Entry.VERDICT:
        by_hand, result.reason = value, reason[:200]
    else:
        setattr(result, entry, value)
    found = noted(result, text, by_hand, lapses=entry != Entry.VERDICT)
    if result.unusual() and not result.believed:
        result.believed = reason[:200]
    if result.unconfirmed():  # two people say so, by a raw record
        result.repeat_said = reason[:200]
    if not result.verdict:
        raise Refused(found.why or _("Enter the measured value."))


def _conclude(report: Report, correction: Correction, event: Event, by: By, now: datetime) -> None:
    """What follows for the report as a whole, once its results had been submitted.

    It names from now on who confirmed it as it stands (LB-08). An issued one is amended, the center's
    compiler told, and, where its verdict turned, everybody who has a part in what rests on it.
    """
    if not report.submitted_once:
        return
    before, concluded = report.outcome, report.concluded()
    if not concluded["outcome"]:
        raise Refused(_("No item was judged: a report needs at least one verdict."))
    confirmed = _confirmed(report, correction)
    if report.state not in ISSUED:
        Record.objects.filter(pk=report.pk).update(outcome=concluded["outcome"])
        Report.objects.filter(pk=report.pk).update(conclusion=concluded["conclusion"], **confirmed)
        return
    system = System(event.pk)
    told = take(f"amend_{report.state}", report, by=system, now=now, **concluded, **confirmed)
    _amend(report, correction, by, now)
    if report.state == ReportState.FINAL:  # else it is the compiler's turn: the step has told them
        if before != report.outcome:
            told = take("reverse", report, by=system, now=now)
        tell(report, told, report.party("center") or 0, Role.COMPILER)
    if before != report.outcome:
        tell_below(report, told)
        shake(report, told)


def _confirmed(report: Report, correction: Correction) -> dict[str, Any]:
    """Who confirmed the corrected version, in place of those who had confirmed the older one."""
    people = {
        "tester": correction.confirmed_by,
        "reviewer": correction.reviewed_by,
        "signatory": correction.approved_by,
    }
    return {name: person for name, person in people.items() if getattr(report, f"{name}_id")}


@carries("LB-04", "W-05")
def _amend(report: Report, correction: Correction, by: By, now: datetime) -> Document:
    """Issue the amended report: the older paper is superseded, and what is known of the product amended."""
    older = report.documents.filter(paper="test_report").latest("id")
    content = report.paper(local_day(now))
    say(report.missing(content))
    with override(settings.LANGUAGE_CODE):
        title = _("Amended test report")
        said = {"change": correction.change, "reason": correction.reason, "number": correction.number}
        amendment = _("Amended: %(change)s. Reason: %(reason)s (correction %(number)s).") % said
    document = print_report(
        report,
        title=title,
        content={**content, "amends": older.file_number, "amendment": amendment},
        by=by,
        now=now,
        supersedes=older,
    )
    learnt = finding(report, document)
    Finding.objects.filter(fingerprint=learnt["fingerprint"]).update(**learnt)
    keep(report.sample, report.outcome, now)
    return document
