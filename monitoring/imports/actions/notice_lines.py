"""What becomes of each line of a notice? A finding, and a risk signal where the product does not conform."""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict, dataclass, field, replace
from datetime import date
from typing import Any

from django.db import models
from django.utils.translation import gettext as _

from casework.deadlines.clocks import local_day
from catalogue.models import Category, Finding
from catalogue.names import key
from catalogue.platforms import Names, known_names
from documents.incoming.grids import Unknown
from monitoring.followups.actions import take_in as take_in_outcomes
from monitoring.followups.actions import unfit
from monitoring.followups.models import FollowUpState
from monitoring.importers import SPELLINGS, Column, notice_reader, workbook
from monitoring.importers.followups import Declined, FollowUp
from monitoring.imports.actions.rereadings import earlier, found_anew, read_anew, rests
from monitoring.origins.actions.lines import (
    BATCH,
    LISTED,
    LONGEST,
    Head,
    Outcome,
    Refusal,
    Source,
    Taken,
    place,
    sheet_and_line,
    too_long,
)
from monitoring.risks.actions.matters import footprint
from monitoring.risks.actions.signals import province_of
from monitoring.risks.flow.risk import SignalState
from monitoring.risks.models.signals import RiskSignal, next_signals


def take_in(book: workbook.Book, source: Source, dry_run: bool, year: int | None) -> Outcome:
    """Add what is not there yet, and say of every line what became of it. Call it in a transaction.

    year: of the samples, where neither a line nor the notice's title tells it; marked as derived. Raises
    Unknown where it is needed and not given: it is asked once for the file, and never guessed.
    """
    read = _sorted(book, year, local_day(source.now), known_names())
    if any(row.sampled_on is None for row in read.rows):
        raise Unknown(
            _("Neither the lines nor the title say when the samples were taken: say the year for the file.")
        )
    if left := _left(book, read.rows):
        raise Unknown(
            _(
                "Some lines failed without naming an item, and nobody knows what these columns hold:"
                " %(columns)s. Say what they hold."
            )
            % {"columns": "、".join(left)},
            left,
        )
    return _store(book, read, source, dry_run)


def _left(book: workbook.Book, rows: list[notice_reader.Row]) -> tuple[str, ...]:
    """The headers nobody has read over words of lines that failed and name no item."""
    unnamed = {(row.sheet, row.number) for row in rows if row.risk and "hazard_item" in row.derived}
    found = (
        line.left
        for sheet in book.sheets
        if not sheet.by_person
        for line in sheet.lines
        if (sheet.name, line.number) in unnamed
    )
    return tuple(dict.fromkeys(header for headers in found for header in headers))


@dataclass
class _Read:
    """What the lines of a notice come to: products, outcomes of earlier failures, refused inspections, and
    lines that are not taken."""

    rows: list[notice_reader.Row] = field(default_factory=list)
    outcomes: list[FollowUp] = field(default_factory=list)
    declined: list[Declined] = field(default_factory=list)
    refused: list[Refusal] = field(default_factory=list)


def _sorted(book: workbook.Book, year: int | None, today: date, names: Names) -> _Read:
    """The lines that can be taken, each with a day of sampling that is not ahead, and the refused ones."""
    read = _Read()
    for sheet in book.sheets:
        cells = {line.number: line.raw for line in sheet.lines}
        for found in notice_reader.rows(sheet, names):
            reason = ""
            if isinstance(found, Declined):
                read.declined.append(found)
            elif isinstance(found, FollowUp):
                reason = unfit(found)
                read.outcomes += [] if reason else [found]
            elif isinstance(found, notice_reader.Row):
                row = _dated(found, year, today)
                reason = _unfit(row, today)
                read.rows += [] if reason else [row]
            else:
                reason = found.reason
            if reason:
                read.refused.append(Refusal(found.sheet, found.number, reason, cells[found.number]))
    return read


def _dated(row: notice_reader.Row, year: int | None, today: date) -> notice_reader.Row:
    """The same line; where it does not say when, sampled in the given year, at the latest today."""
    if row.sampled_on is None and year is not None:
        row = replace(row, sampled_on=date(year, 12, 31), derived=(*row.derived, "sampled_on"))
    if row.sampled_on is None or "sampled_on" not in row.derived:
        return row
    return replace(row, sampled_on=min(row.sampled_on, today))


def _store(book: workbook.Book, read: _Read, source: Source, dry_run: bool) -> Outcome:
    """Add what is not there yet, and put right what an earlier reading of this file made of its lines."""
    known = _fingerprints(Finding.objects.all(), read.rows)
    corrected = _put_right(book, read, [row for row in read.rows if row.fingerprint not in known], source)
    rows = read.rows
    done = {*known, *corrected}
    old = {*_fingerprints(_taken(source), rows)}
    findings = [_finding(row, source.filename) for row in rows if row.fingerprint not in done]
    signals = _signals([row for row in rows if row.risk and row.fingerprint not in old], source)
    Finding.objects.bulk_create(findings, batch_size=BATCH, ignore_conflicts=True)
    RiskSignal.objects.bulk_create(signals, batch_size=BATCH, ignore_conflicts=True)
    # Of lines that are one and the same the first was kept.
    footprint({signal.fingerprint: signal for signal in reversed(signals)}.values())
    numbers = corrected | {signal.fingerprint: signal.number for signal in signals if signal.fingerprint}
    outcomes = take_in_outcomes(read.outcomes, source)
    lines = {(sheet.name, line.number): line for sheet in book.sheets for line in sheet.lines}
    matched = sum(one.state == FollowUpState.MATCHED for one in outcomes)
    return Outcome(
        total=len(rows) + len(read.outcomes) + len(read.declined) + len(read.refused),
        findings=len(findings),
        signals=len(signals),
        known=len(rows) - len(findings) - len(corrected),
        corrected=len(corrected),
        refused=tuple(read.refused),
        refused_count=len(read.refused),
        reasons=dict(Counter(one.reason for one in read.refused)),
        skipped=book.skipped,
        dry_run=dry_run,
        passed=sum(row.risk is None for row in rows),
        continued=sum(len(line.more) for sheet in book.sheets for line in sheet.lines),
        matched=matched,
        waiting=len(outcomes) - matched,
        known_outcomes=len(read.outcomes) - len(outcomes),
        declined=tuple(Taken(one.sheet, one.number, one.product, one.producer, "") for one in read.declined),
        layouts=(_("Notice of spot check results"),),
        taken=tuple(
            Taken(
                row.sheet,
                row.number,
                row.product,
                row.risk.hazard_item if row.risk else "",
                numbers.get(row.fingerprint, ""),
                len(row.more),
                _as_it_lies(row, lines[row.sheet, row.number]),
                _said(lines[row.sheet, row.number]),
            )
            for row in rows[:LISTED]
        ),
        heads=tuple(Head(sheet.name, sheet.title, sheet.header, sheet.unmapped) for sheet in book.sheets),
    )


def _put_right(
    book: workbook.Book, read: _Read, new: list[notice_reader.Row], source: Source
) -> dict[str, str]:
    """Let finding and signal of a line say what this reading says of it; refuse the lines on whose earlier
    reading something rests. Returns by fingerprint the number of the signal, "" without one."""
    before = earlier(read.rows, new, source)
    cells = {(sheet.name, line.number): line.raw for sheet in book.sheets for line in sheet.lines}
    held = {row.fingerprint: reason for row in new if (reason := rests(row, before, source.center))}
    read.refused += [
        Refusal(row.sheet, row.number, held[row.fingerprint], cells[row.sheet, row.number])
        for row in new
        if row.fingerprint in held
    ]
    read.rows = [row for row in read.rows if row.fingerprint not in held]
    free = [row for row in new if row.fingerprint not in held]
    signed = [row for row in free if (row.sheet, row.number) in before.signals]
    fresh = {signal.fingerprint: signal for signal in _signals(signed, source)}
    corrected: dict[str, str] = {}
    for row in free:
        at = row.sheet, row.number
        signal, finding = before.signals.get(at), before.findings.get(at)
        if signal:
            read_anew(signal, fresh[row.fingerprint], source)
        if finding:
            found_anew(finding, _finding(row, source.filename), source)
            corrected[row.fingerprint] = signal.number if signal else ""
    return corrected


def _as_it_lies(row: notice_reader.Row, line: workbook.Line) -> str:
    """The cells of a line that failed and names no item, for a person to read; else ""."""
    unnamed = row.risk is not None and "hazard_item" in row.derived
    return " | ".join(filter(None, line.raw)) if unnamed else ""


def _said(line: workbook.Line) -> tuple[tuple[str, str], ...]:
    """What stands in each column that is read, but for the product."""
    return tuple(
        (SPELLINGS[column].split()[0], text[:LONGEST])
        for column, text in line.cells.items()
        if column not in (Column.PRODUCT, Column.UNUSED)
    )


def _taken(source: Source) -> models.QuerySet[Any]:
    """The signals by which a line is known already: not those that were voided."""
    return RiskSignal.objects.filter(center=source.center).exclude(state=SignalState.VOIDED)


def _fingerprints(among: models.QuerySet[Any], rows: list[notice_reader.Row]) -> set[str]:
    return set(
        among.filter(fingerprint__in=[row.fingerprint for row in rows]).values_list("fingerprint", flat=True)
    )


# What stands in a line becomes these columns; nothing is cut off to make it fit.
FITTED = ("product", "producer", "standard", "brand", "model", "batch", "shop", "platform", "laboratory")


def _unfit(row: notice_reader.Row, today: date) -> str:
    """Why a line is not taken whose day or whose text does not fit, "" where all is well."""
    if row.sampled_on and row.sampled_on > today:
        return _("The day of sampling lies ahead: put it right in the file.")
    texts = {name: getattr(row, name) for name in FITTED} | {"failing": "、".join(row.failing)}
    return too_long(Finding, texts)


def _finding(row: notice_reader.Row, filename: str) -> Finding:
    assert row.sampled_on is not None
    return Finding(
        on=row.sampled_on,
        organisation=row.title[:120],
        product=row.product,
        category=row.category[:80],
        producer=row.producer,
        producer_key=key(row.producer)[:200],
        standard=row.standard,
        brand=row.brand,
        model=row.model,
        batch=row.batch,
        shop=row.shop,
        platform=row.platform,
        price=row.price,
        verdict=row.result,
        failing="、".join(row.failing),
        laboratory=row.laboratory,
        source=place(filename, row.sheet, row.number, 200),
        fingerprint=row.fingerprint,
    )


def _signals(rows: list[notice_reader.Row], source: Source) -> list[RiskSignal]:
    """A submitted signal for each line that does not conform; what was assumed stands in `derived`."""
    categories = {category.name: category for category in Category.objects.all()}
    province = province_of(source.center)
    return [
        RiskSignal(
            pk=pk,
            number=number,
            state=SignalState.SUBMITTED,
            channel=source.channel,
            sub_channel=source.sub_channel or notice_reader.database_of(row.title),
            source_ref=place(source.filename, row.sheet, row.number, 300),
            collected_at=source.now,
            collector=source.collector,
            organisation=source.sender,
            center=source.center,
            province=province,
            product=row.product,
            category=categories.get(row.category),
            brand=row.brand,
            model=row.model,
            platform=row.platform,
            shop=row.shop,
            enterprise=row.producer,
            standard_ref=row.standard,
            derived=list(row.derived),
            fingerprint=row.fingerprint,
            origin=source.origin,
            line=sheet_and_line(row.sheet, row.number),
            **asdict(row.risk),
        )
        for (pk, number), row in zip(next_signals(len(rows)), rows, strict=True)
        if row.risk is not None
    ]
