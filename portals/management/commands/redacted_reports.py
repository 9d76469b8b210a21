"""Who was sent a result before there were redacted reports? Says so, or issues what they lack."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from disposal.actions.replays import replay


class Command(BaseCommand):
    help = "Issues the redacted reports that platforms, shops and producers lack; --preview only says which."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--preview", action="store_true", help="change nothing, only say what would be")

    def handle(self, *args: Any, **options: Any) -> None:
        number = 0
        for kind, record, report in replay(timezone.now(), preview=options["preview"]):
            number += 1
            self.stdout.write(f"{kind} {record}: {report}")
        self.stdout.write(f"{number:>7}  redacted reports" if number else "Nothing is missing.")
