"""What becomes of each line of a notice? A finding, and a risk signal where the product does not conform."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from datetime import date, datetime
from hashlib import sha256
from typing import Any

from django.db import models, transaction
from django.utils.translation import gettext as _

from accounts.models import Organisation, System, Viewer
from accounts.roles import Role
from casework.clauses import carries
from casework.clocks import local_day
from casework.flow import Forbidden
from catalogue.models import Category, Finding
from catalogue.names import key
from monitoring.actions.signals import province_of
from monitoring.flow import SignalState
from monitoring.importers import notices, workbook
from monitoring.models import RiskSignal, next_signals
from trail.models import write

BATCH = 2000


@dataclass(frozen=True)
class Refusal:
    """A line that was not taken, and why."""

    sheet: str
    line: int
    reason: str


@dataclass(frozen=True)
class Outcome:
    """What an import added. findings, signals: new rows. known: lines whose finding was there already.
    total: lines read. refused and skipped: lines and whole sheets left out, with reasons."""

    total: int
    findings: int
    signals: int
    known: int
    refused: tuple[Refusal, ...]
    skipped: tuple[workbook.Skipped, ...]
    dry_run: bool = False


@carries("6.1.2")
def import_signals(
    file: bytes,
    filename: str,
    channel: str,
    *,
    by: Viewer | System,
    now: datetime,
    dry_run: bool = False,
    center: Organisation | None = None,
    year: int | None = None,
) -> Outcome:
    """Take in a notice (XLS, XLSX or CSV) in one transaction; a second time it adds nothing.

    channel: "a" to "e". The signals belong to the viewer's center, or, where the system imports, to `center`.
    year: of the samples, where neither a line nor the notice's title tells it; marked as derived.
    Raises importers.grids.Unreadable where the file as a whole cannot be read.
    """
    own = by.organisation if isinstance(by, Viewer) else center
    if own is None:
        raise ValueError("say for which center the system imports")
    if isinstance(by, Viewer) and Role.COLLECTOR not in by.roles:
        raise Forbidden(_("Only a center's risk information officer may import notices."))
    book = workbook.read(file, filename)
    with transaction.atomic():
        # One import of a center at a time: two of the same file must not both count its lines as new.
        Organisation.objects.select_for_update().get(pk=own.pk)
        taken, refused = _sorted(book, year, local_day(now))
        outcome = _store(book, taken, refused, _Source(book.filename, channel, own, by, now), dry_run)
        detail = {
            "file": filename,
            "sha256": sha256(file).hexdigest(),
            "total": outcome.total,
            "findings": outcome.findings,
            "signals": outcome.signals,
            "refused": len(outcome.refused),
        }
        role = Role.COLLECTOR if isinstance(by, Viewer) else ""
        write("import signals", ("organisation", own.pk), actor=by.actor(role), at=now, detail=detail)
        if dry_run:
            transaction.set_rollback(True)
    return outcome


@dataclass(frozen=True)
class _Source:
    """Where the lines come from and to whom they go."""

    filename: str
    channel: str
    center: Organisation
    by: Viewer | System
    now: datetime


def _sorted(book: workbook.Book, year: int | None, today: date) -> tuple[list[notices.Row], list[Refusal]]:
    """The lines that can be taken, each with a day of sampling that is not ahead, and the refused ones."""
    taken: list[notices.Row] = []
    refused: list[Refusal] = []
    for sheet in book.sheets:
        for found in notices.rows(sheet):
            row = _dated(found, year, today) if isinstance(found, notices.Row) else found
            reason = row.reason if isinstance(row, notices.Rejected) else _unfit(row, today)
            if isinstance(row, notices.Rejected) or reason:
                refused.append(Refusal(row.sheet, row.number, reason))
            else:
                taken.append(row)
    return taken, refused


def _dated(row: notices.Row, year: int | None, today: date) -> notices.Row:
    """The same line; where it does not say when, sampled in the given year, at the latest today."""
    if row.sampled_on is None and year is not None:
        row = replace(row, sampled_on=date(year, 12, 31), derived=(*row.derived, "sampled_on"))
    if row.sampled_on is None or "sampled_on" not in row.derived:
        return row
    return replace(row, sampled_on=min(row.sampled_on, today))


def _store(
    book: workbook.Book,
    rows: list[notices.Row],
    refused: list[Refusal],
    source: _Source,
    dry_run: bool,
) -> Outcome:
    """Add what is not there yet."""
    known = _fingerprints(Finding.objects.all(), rows)
    old = _fingerprints(RiskSignal.objects.filter(center=source.center), rows)
    findings = [_finding(row, source.filename) for row in rows if row.fingerprint not in known]
    signals = _signals([row for row in rows if row.risk and row.fingerprint not in old], source)
    Finding.objects.bulk_create(findings, batch_size=BATCH, ignore_conflicts=True)
    RiskSignal.objects.bulk_create(signals, batch_size=BATCH, ignore_conflicts=True)
    return Outcome(
        total=len(rows) + len(refused),
        findings=len(findings),
        signals=len(signals),
        known=len(rows) - len(findings),
        refused=tuple(refused),
        skipped=book.skipped,
        dry_run=dry_run,
    )


def _fingerprints(among: models.QuerySet[Any], rows: list[notices.Row]) -> set[str]:
    return set(
        among.filter(fingerprint__in=[row.fingerprint for row in rows]).values_list("fingerprint", flat=True)
    )


# What stands in a line becomes these columns; nothing is cut off to make it fit.
FITTED = ("product", "producer", "standard", "brand", "model", "batch", "shop", "platform", "laboratory")


def _unfit(row: notices.Row, today: date) -> str:
    """Why a line is not taken whose day or whose text does not fit, "" where all is well."""
    if row.sampled_on is None:
        return _("Neither the line nor the title says when it was sampled: give the year with the file.")
    if row.sampled_on > today:
        return _("The day of sampling lies ahead: put it right in the file.")
    texts = {name: getattr(row, name) for name in FITTED} | {"failing": "、".join(row.failing)}
    for field in Finding._meta.concrete_fields:
        width = field.max_length
        if width and len(texts.get(field.name, "")) > width:
            return _("The %(field)s is longer than %(width)d characters: shorten it in the file.") % {
                "field": field.verbose_name,
                "width": width,
            }
    return ""


def _finding(row: notices.Row, filename: str) -> Finding:
    assert row.sampled_on is not None
    return Finding(
        on=row.sampled_on,
        organisation=row.title[:120],
        product=row.product,
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
        source=_place(row, filename, 200),
        fingerprint=row.fingerprint,
    )


def _place(row: notices.Row, filename: str, width: int) -> str:
    """File, sheet and line; a long file name gives way to the place in it."""
    place = f" · {row.sheet[:60]} · {row.number}"
    return filename[: width - len(place)] + place


def _signals(rows: list[notices.Row], source: _Source) -> list[RiskSignal]:
    """A submitted signal for each line that does not conform; what was assumed stands in `derived`."""
    categories = {category.name: category for category in Category.objects.all()}
    province = province_of(source.center)
    return [
        RiskSignal(
            pk=pk,
            number=number,
            state=SignalState.SUBMITTED,
            channel=source.channel,
            source_ref=_place(row, source.filename, 300),
            collected_at=source.now,
            collector=source.by.user if isinstance(source.by, Viewer) else None,
            organisation=source.center,
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
            **asdict(row.risk),
        )
        for (pk, number), row in zip(next_signals(len(rows)), rows, strict=True)
        if row.risk is not None
    ]
