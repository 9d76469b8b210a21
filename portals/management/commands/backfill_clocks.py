"""Which running records lack the clocks that the flow table gives them today? Says so, or puts it right."""

from __future__ import annotations

from argparse import ArgumentParser
from collections import Counter
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from portals.backfill import backfill


class Command(BaseCommand):
    help = "Gives running records the deliveries, turns and clocks that they lack; --preview only says which."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--preview", action="store_true", help="change nothing, only say what would be")

    def handle(self, *args: Any, **options: Any) -> None:
        counted: Counter[str] = Counter()
        for kind, number, what in list(backfill(timezone.now(), preview=options["preview"])):
            counted[f"{kind}: {what.split(' from ')[0].split(' 2')[0]}"] += 1
            self.stdout.write(f"{kind} {number}: {what}")
        for what, number_of in sorted(counted.items()):
            self.stdout.write(f"{number_of:>7}  {what}")
        if not counted:
            self.stdout.write("Nothing is missing.")
