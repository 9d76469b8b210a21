"""What does a notice in a file add to findings and risk signals? `manage import_signals FILE`"""

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
from monitoring.actions import import_signals
from monitoring.flow.vocabulary import Channel
from monitoring.importers.workbook import Unreadable


class Command(BaseCommand):
    help = "Import a notice of spot check results (XLS, XLSX or CSV) as findings and risk signals."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--channel", choices=Channel.values, default=Channel.REGULATORS.value)
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
        try:
            outcome = import_signals(
                path.read_bytes(),
                path.name,
                options["channel"],
                by=System(),
                now=timezone.now(),
                dry_run=options["dry_run"],
                center=_center(options["center"]),
                year=options["year"],
            )
        except OSError as error:
            raise CommandError(f"{path} cannot be read: {error.strerror}.") from error
        except Unreadable as unreadable:
            raise CommandError(str(unreadable)) from unreadable
        if options["json"]:
            self.stdout.write(json.dumps(asdict(outcome), ensure_ascii=False))
            return
        for sheet in outcome.skipped:
            self.stdout.write(f"{sheet.name}: {sheet.reason}")
        for line in outcome.refused:
            self.stdout.write(f"{line.sheet} {line.line}: {line.reason}")
        self.stdout.write(
            f"{outcome.total} lines: {outcome.findings} findings and {outcome.signals} risk signals added, "
            f"{outcome.known} already known, {len(outcome.refused)} refused."
            + (" Nothing was stored." if outcome.dry_run else "")
        )


def _center(name: str) -> Organisation:
    centers = Organisation.objects.filter(kind=Kind.CENTER, active=True)
    found = list((centers.filter(Q(name=name) | Q(short_name=name)) if name else centers)[:2])
    if len(found) != 1:
        names = ", ".join(centers.order_by("name").values_list("name", flat=True)[:20])
        raise CommandError(f"Say which center with --center NAME. There are: {names or 'none'}.")
    return found[0]
