"""What becomes of each line of a list? A submitted risk signal, once. (6.1.2-a, -c, -d, -e)"""

from __future__ import annotations

from django.utils.translation import gettext as _

from accounts.models import Organisation
from accounts.roles import Kind
from casework.deadlines.clocks import local_day
from catalogue.names import key
from catalogue.platforms import known_names
from monitoring.importers.complaints import without_people
from monitoring.importers.layouts import CODES
from monitoring.importers.list_reader import Entry, Lists, Passed, Table, understood
from monitoring.importers.notice_reader import Rejected
from monitoring.imports.actions.staging import PART, Stage
from monitoring.origins.actions.lines import (
    LISTED,
    LONGEST,
    Head,
    Outcome,
    Refusals,
    Source,
    Taken,
    Watch,
    too_long,
)
from monitoring.risks.models.signals import RiskSignal


def take_in(lists: Lists, source: Source, dry_run: bool, watch: Watch | None = None) -> Outcome:
    """Add what is not there yet, and say of every line what became of it. Call it in a transaction.

    The lines go through in parts, so that a list may be of any length.
    """
    own = source.sender if source.sender.kind == Kind.PLATFORM else None
    fits, watch = Fits(source, own), watch or Watch()
    heads = tuple(Head(table.sheet, "", table.header, table.strange) for table in lists.tables)
    refusals, first = Refusals(watch, heads), list[tuple[Entry, tuple[tuple[str, str], ...]]]()
    names = known_names()
    total = passed = found = 0
    watch.begins(lists.height)
    with Stage(source) as stage:
        part: list[Entry] = []
        for table in lists.tables:
            for cells, entry in understood(table, str(own) if own else "", names):
                total += 1
                reason = entry.reason if isinstance(entry, Rejected) else ""
                if isinstance(entry, Entry):
                    reason = fits.why_not(entry)
                if isinstance(entry, Passed):
                    passed += 1
                elif reason:
                    refusals.add(entry.sheet, entry.number, reason, cells)
                elif isinstance(entry, Entry):
                    found += 1
                    part.append(entry)
                    if len(first) < LISTED:
                        first.append((entry, _as_it_lies(table, cells)))
                if len(part) >= PART:
                    stage.add(part)
                    part = []
                    watch.reached(total)
        if part:
            stage.add(part)
    watch.reached(total)
    numbers = dict(stage.numbers)
    return Outcome(
        total=total,
        findings=0,
        signals=stage.added,
        known=found - stage.added,
        passed=passed,
        refused=tuple(refusals.kept),
        refused_count=refusals.count,
        reasons=dict(refusals.reasons),
        skipped=lists.skipped,
        dry_run=dry_run,
        layouts=tuple(dict.fromkeys(str(table.layout.label) for table in lists.tables)),
        taken=tuple(
            Taken(
                entry.sheet,
                entry.number,
                entry.values["product"],
                entry.values["hazard_item"],
                numbers.pop(entry.fingerprint, ""),
                said=said,
            )
            for entry, said in first
        ),
        heads=heads,
    )


def _as_it_lies(table: Table, cells: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
    """What stands in each column that is read, but for the product. In what was said no number of a person is
    kept; an ID stands as it lies, so that it can be compared with its source."""
    return tuple(
        (
            table.layout.heading(name).rstrip("*"),
            (cells[place] if name in CODES else without_people(cells[place]))[:LONGEST],
        )
        for place, name in table.columns
        if name != "product" and place < len(cells)
    )


class Fits:
    """Whether lines can be kept as they stand, in an import of one source."""

    def __init__(self, source: Source, own: Organisation | None) -> None:
        self.today, self.own = local_day(source.now), own
        self.names = {key(name) for name in (own.name, own.short_name) if name} if own else set()

    def why_not(self, entry: Entry) -> str:
        """Why a line cannot be kept as it stands, "" where it can; a platform's own is put under its name."""
        if entry.reported_on and entry.reported_on > self.today:
            return _("The date lies ahead: put it right in the file.")
        if self.own and key(entry.values["platform"]) not in self.names:
            return _("The line is of another platform: %(platform)s.") % {
                "platform": entry.values["platform"]
            }
        reason = too_long(RiskSignal, entry.values)
        if self.own and not reason:
            entry.values["platform"] = str(self.own)
        return reason
