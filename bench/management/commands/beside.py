"""What else goes on while pages are asked for? One thing again and again, until the process is ended."""

from __future__ import annotations

import time
from argparse import ArgumentParser
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand
from django.db import transaction
from django.utils import timezone

from accounts.models import Organisation, System
from bench.sweeps import TOGETHER
from casework.deadlines.sweep import sweep
from casework.models import Deadline
from documents.render import to_pdf
from monitoring.imports.actions.imports import import_signals

CELLS = "<tr>" + "<td>泄漏电流和电气强度</td>" * 7 + "</tr>"
PAPER = f"<html lang='zh-Hans'><title>检验报告</title><table>{CELLS * 20}</table></html>"


class Command(BaseCommand):
    help = "Take a file in, sweep, or draw a paper a second; all of it is rolled back."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("what", choices=("import", "sweep", "papers"))
        parser.add_argument("file", type=Path)
        parser.add_argument("center", type=int)

    def handle(self, *args: Any, **options: Any) -> None:
        ways: dict[str, Callable[[], object]] = {
            "import": lambda: _imported(options["file"], options["center"]),
            "sweep": _swept,
            "papers": _drawn,
        }
        while True:
            with transaction.atomic():
                ways[options["what"]]()
                transaction.set_rollback(True)


def _imported(path: Path, center: int) -> None:
    home = Organisation.objects.get(pk=center)
    import_signals(path, path.name, "c", by=System(), now=timezone.now(), center=home)


def _swept() -> None:
    due = Deadline.objects.filter(next_tell_at__isnull=False).order_by("next_tell_at", "id")
    at = due.values_list("next_tell_at", flat=True)[min(TOGETHER, due.count()) - 1]
    assert at is not None
    sweep(at)


def _drawn() -> None:
    began = time.monotonic()
    to_pdf(PAPER)
    time.sleep(max(1 - (time.monotonic() - began), 0))
