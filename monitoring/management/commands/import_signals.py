"""What does a file of any channel add to findings and risk signals? `manage import_signals FILE`"""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db.models import Q
from django.utils import timezone

from accounts.models import Organisation, System
from accounts.roles import Kind
from documents.incoming.grids import Unknown, Unreadable
from monitoring.importers.channels import LAYOUTS, of_channel
from monitoring.imports.actions.imports import import_signals
from monitoring.origins.actions.lines import Outcome, Watch
from monitoring.vocabulary import SUB_CHANNELS, Channel, SubChannel


class Brief(Watch):
    """Lists the first of the refused lines; all are counted."""

    keeps = 10_000


def _told(outcome: Outcome) -> dict[str, Any]:
    """The outcome as JSON, with what one looks for first in front."""
    return {
        "sheets": {
            "taken": [head.sheet for head in outcome.heads],
            "left_out": {sheet.name: sheet.reason for sheet in outcome.skipped},
        },
        "read": outcome.total,
        "imported": {"findings": outcome.findings, "signals": outcome.signals},
        "duplicates": outcome.known,
        "corrected": outcome.corrected,
        "continuations": outcome.continued,
        "refused_inspections": len(outcome.declined),
        "follow_ups": {
            "matched": outcome.matched,
            "unmatched": outcome.waiting,
            "duplicates": outcome.known_outcomes,
        },
        "columns_asked": [],
        "refused_by_reason": dict(outcome.reasons),
        **asdict(outcome),
    }


def _asked(unknown: Unknown) -> dict[str, Any]:
    """The same of a file of which a person must say something first: nothing was taken in."""
    nothing = Outcome(0, 0, 0, 0, (), unknown.skipped)
    return {**_told(nothing), "columns_asked": list(unknown.columns), "why": str(unknown)}


class Command(BaseCommand):
    help = "Import a file of one of the five channels (XLS, XLSX, CSV or JSON) as risk signals and findings."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--channel", choices=Channel.values, default=Channel.REGULATORS.value)
        parser.add_argument(
            "--layout",
            choices=[layout.name for layout in LAYOUTS],
            default="",
            help="of the list; not needed where its header tells",
        )
        parser.add_argument(
            "--source",
            choices=SubChannel.values,
            default="",
            help="within the channel, if the file does not tell",
        )
        parser.add_argument(
            "--center",
            default="",
            help="name or short name of the center; not needed where there is only one",
        )
        parser.add_argument("--year", type=int, help="of the samples, if the notice does not tell it")
        parser.add_argument("--dry-run", action="store_true", help="store nothing")
        parser.add_argument("--json", action="store_true", help="print the result as JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        path: Path = options["file"]
        channel = Channel(options["channel"])
        if options["layout"] and options["layout"] not in {one.name for one in of_channel(channel)}:
            raise CommandError(f"The layout {options['layout']} is not one of channel {channel}.")
        if options["source"] and options["source"] not in SUB_CHANNELS[channel]:
            raise CommandError(f"The source {options['source']} is not one of channel {channel}.")
        try:
            outcome = import_signals(
                path,
                path.name,
                channel,
                by=System(),
                now=timezone.now(),
                dry_run=options["dry_run"],
                center=_center(options["center"]),
                year=options["year"],
                sub_channel=options["source"],
                layout=options["layout"],
                watch=Brief(),
            )
        except OSError as error:
            raise CommandError(f"{path} cannot be read: {error.strerror}.") from error
        except Unreadable as unreadable:
            if options["json"] and isinstance(unreadable, Unknown):
                self.stdout.write(json.dumps(_asked(unreadable), ensure_ascii=False))
            raise CommandError(str(unreadable)) from unreadable
        if options["json"]:
            self.stdout.write(json.dumps(_told(outcome), ensure_ascii=False))
            return
        for sheet in outcome.skipped:
            self.stdout.write(f"{sheet.name}: {sheet.reason}")
        for line in outcome.refused:
            self.stdout.write(f"{line.sheet} {line.line}: {line.reason}")
        self.stdout.write(
            f"{outcome.total} lines: {outcome.findings} findings and {outcome.signals} risk signals added, "
            f"{outcome.known} already known, {outcome.refused_count} refused."
            + (" Nothing was stored." if outcome.dry_run else "")
        )


def _center(name: str) -> Organisation:
    centers = Organisation.objects.offered().filter(kind=Kind.CENTER)
    found = list((centers.filter(Q(name=name) | Q(short_name=name)) if name else centers)[:2])
    if len(found) != 1:
        names = ", ".join(centers.order_by("name").values_list("name", flat=True)[:20])
        raise CommandError(f"Say which center with --center NAME. There are: {names or 'none'}.")
    return found[0]
