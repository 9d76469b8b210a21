"""How are results entered, and the raw records that bear them? (6.3-5, 6.3-7)"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, datetime
from typing import Any

from django.core.files import File
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import By, Viewer
from casework.actions import lock, take
from casework.clauses import carries
from casework.deadlines.clocks import local_day
from casework.flow import Refused
from catalogue.numerals import Unreadable
from documents.actions import attach
from inspection.commissions.actions.commissions import user_of
from inspection.flow.commissions import say
from inspection.flow.reports import REPORT_FLOW
from inspection.flow.vocabulary import CORRECTABLE, Entry, RawKind
from inspection.instruments.models import Instrument
from inspection.judgement.by_figures import ItemVerdict, Judgement
from inspection.judgement.measured import without_zeros
from inspection.reports.models.edited import clash, overruling, unfails
from inspection.reports.models.raws import RawRecord
from inspection.reports.models.reports import Report
from inspection.reports.models.tested_items import NOT_LEFT_OUT, Result
from trail.enumerations import enumerated
from trail.models import Event

# What of a result may be filled in later, but not changed, once its results were submitted (6.3-5).
ENTRIES = [str(entry) for entry in CORRECTABLE]

# What parts to the right do whenever results of a report may have changed: (report, by which event, now).
WATCHING: list[Callable[[Report, Event, datetime], None]] = []


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
    event = take("enter", report, by=by, now=now, note="; ".join(changes), **data)
    for _change, result in results:
        result.save()
    looked_at(report, event, now)


def looked_at(report: Report, event: Event, now: datetime) -> None:
    """Results of a report may have changed by an event: whoever watches them looks at it."""
    for look in WATCHING:
        look(report, event, now)


@carries("LB-02")
def ill_subcontracted(results: Iterable[Result], on: date) -> list[str]:
    """A sentence for each item that cannot have been tested by whom its result names, on a day."""
    found = ((result.name, result.unless_subcontracted(on)) for result in results)
    return [_("%(item)s: %(why)s") % {"item": item, "why": why} for item, why in found if why]


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
    if result.value != stood[Entry.VALUE] and "believed" not in row:
        result.believed = ""  # said of another figure
    if not (asked := result.unusual()):
        result.believed = ""
    elif not result.believed:
        raise Refused(_("%(item)s: %(why)s") % {"item": result.name, "why": asked})
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
        result.write_repeat(result.repeat)
    except Unreadable as unreadable:
        raise Refused(_("%(item)s: %(why)s") % {"item": result.name, "why": unreadable.why}) from unreadable
    found = result.weigh(by_hand)
    if lapses and found.verdict:
        result.weigh()
    backed(result, found)
    if not result.by_hand:
        result.reason = ""
    elif result.by_hand == ItemVerdict.NOT_TESTED and (left_out := result.left_out()):
        result.leave_out(left_out)
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
        *result.said_besides(),
        result.believed,
        result.reason,
        result.remark,
    ]
    if result.lod is not None:
        parts.insert(1, f"LOD {without_zeros(result.lod)}")
    return enumerated(part for part in parts if part)
