"""How long does one way of reading or taking in a file take, and how much memory? In a process of its own."""

from __future__ import annotations

import json
import time
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand
from django.db import connection, transaction
from django.utils import timezone
from python_calamine import load_workbook

from accounts.models import Organisation, System
from casework.models import Outbox
from monitoring.imports.actions.imports import import_signals
from monitoring.risks.actions.matters import catch_up
from monitoring.risks.models.matters import Footprint


class Command(BaseCommand):
    help = 'Print {"lines", "added", "seconds", "megabytes"}; what was taken in is rolled back.'

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("way", choices=("take-in", "compared", "calamine"))
        parser.add_argument("file", type=Path)
        parser.add_argument("center", type=int)

    def handle(self, *args: Any, **options: Any) -> None:
        path, center = options["file"], options["center"]
        began = time.perf_counter()
        if options["way"] == "calamine":
            lines, added = _calamine(path)
        else:
            lines, added = _take_in(path, center, options["way"] == "compared")
        found = {
            "lines": lines,
            "added": added,
            "seconds": time.perf_counter() - began,
            "megabytes": _most_memory(),
        }
        self.stdout.write(json.dumps(found))


def _most_memory() -> float:
    """The most that this process has held, in MB; getrusage would tell of whoever started it as well."""
    status = dict(line.split(":", 1) for line in Path("/proc/self/status").read_text().splitlines())
    return int(status["VmHWM"].split()[0]) / 1024


def _calamine(path: Path) -> tuple[int, int]:
    """Every row of the first sheet, by the reader alone."""
    rows = load_workbook(path).get_sheet_by_index(0).iter_rows()
    return sum(1 for _row in rows), 0


def _take_in(path: Path, center: int, compared: bool) -> tuple[int, int]:
    """As a worker does it, to the checks that a commit makes. compared: and what it promised as well, until
    each signal has its footprint; added are then the footprints."""
    home = Organisation.objects.get(pk=center)
    now = timezone.now()
    with transaction.atomic():
        outcome = import_signals(path, path.name, "c", by=System(), now=now, center=home)
        added = outcome.signals
        if compared:
            for row in Outbox.objects.filter(task="monitoring.catch_up", done_at=None):
                catch_up(**row.payload)
            added = Footprint.objects.filter(signal__collected_at=now).count()
        connection.check_constraints()
        transaction.set_rollback(True)
    return outcome.total, added
