"""What becomes of each line of a list? A submitted risk signal, once. (6.1.2-a, -c, -d, -e)"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.utils.translation import gettext as _

from accounts.models import Organisation
from accounts.roles import Kind
from casework.clocks import local_day
from catalogue.models import Category
from catalogue.names import key
from monitoring.actions.intake import BATCH, LISTED, Head, Outcome, Refusal, Source, Taken, place, too_long
from monitoring.actions.matters import footprint
from monitoring.actions.signals import province_of
from monitoring.flow import SignalState
from monitoring.flow.vocabulary import SUB_CHANNELS, Channel
from monitoring.importers.lists import Entry, Lists, Passed, entries
from monitoring.importers.notices import Rejected
from monitoring.models import RiskSignal, next_signals


def take_in(lists: Lists, source: Source, dry_run: bool) -> Outcome:
    """Add what is not there yet, and say of every line what became of it. Call it in a transaction."""
    own = source.sender if source.sender.kind == Kind.PLATFORM else None
    found: list[Entry] = []
    refused: list[Refusal] = []
    total = passed = 0
    for table in lists.tables:
        cells = dict(table.lines)
        for entry in entries(table, str(own) if own else ""):
            total += 1
            reason = entry.reason if isinstance(entry, Rejected) else ""
            if isinstance(entry, Entry):
                reason = _unfit(entry, source, own, local_day(source.now))
            if isinstance(entry, Passed):
                passed += 1
            elif reason:
                refused.append(Refusal(entry.sheet, entry.number, reason, cells[entry.number]))
            elif isinstance(entry, Entry):
                found.append(entry)
    old = set(
        RiskSignal.objects.filter(
            center=source.center, fingerprint__in=[entry.fingerprint for entry in found]
        ).values_list("fingerprint", flat=True)
    )
    new = {entry.fingerprint: entry for entry in reversed(found) if entry.fingerprint not in old}
    signals = _signals([entry for entry in found if new.get(entry.fingerprint) is entry], source)
    RiskSignal.objects.bulk_create(signals, batch_size=BATCH)
    footprint(signals)
    numbers = {signal.fingerprint: signal.number for signal in signals}
    return Outcome(
        total=total,
        findings=0,
        signals=len(signals),
        known=len(found) - len(signals),
        passed=passed,
        refused=tuple(refused),
        skipped=lists.skipped,
        dry_run=dry_run,
        layouts=tuple(dict.fromkeys(str(table.layout.label) for table in lists.tables)),
        taken=tuple(
            Taken(
                entry.sheet,
                entry.number,
                entry.values["product"],
                entry.values["hazard_item"],
                numbers[entry.fingerprint] if new.get(entry.fingerprint) is entry else "",
            )
            for entry in found[:LISTED]
        ),
        heads=tuple(Head(table.sheet, "", table.header) for table in lists.tables),
    )


def _unfit(entry: Entry, source: Source, own: Organisation | None, today: date) -> str:
    """Why a line cannot be kept as it stands, "" where it can."""
    if entry.reported_on and entry.reported_on > today:
        return _("The date lies ahead: put it right in the file.")
    if own and key(entry.values["platform"]) not in {
        key(name) for name in (own.name, own.short_name) if name
    }:
        return _("The line is of another platform: %(platform)s.") % {"platform": entry.values["platform"]}
    return too_long(RiskSignal, entry.values)


def _signals(found: Iterable[Entry], source: Source) -> list[RiskSignal]:
    entries = list(found)
    categories = {category.name: category for category in Category.objects.all()}
    province = province_of(source.center)
    return [
        RiskSignal(
            pk=pk,
            number=number,
            state=SignalState.SUBMITTED,
            channel=source.channel,
            sub_channel=_source_of(entry, source),
            reported_on=entry.reported_on,
            collected_at=source.now,
            collector=source.collector,
            organisation=source.sender,
            center=source.center,
            province=province,
            category=categories.get(entry.category),
            derived=list(entry.derived),
            fingerprint=entry.fingerprint,
            **{
                **entry.values,
                "source_ref": entry.values.get("source_ref")
                or place(source.filename, entry.sheet, entry.number, 300),
                **({"platform": str(source.sender)} if source.sender.kind == Kind.PLATFORM else {}),
            },
        )
        for (pk, number), entry in zip(next_signals(len(entries)), entries, strict=True)
    ]


def _source_of(entry: Entry, source: Source) -> str:
    """What the line or its layout says, unless the person who imports says it."""
    said = source.sub_channel or entry.source
    return said if said in SUB_CHANNELS[Channel(source.channel)] else ""
