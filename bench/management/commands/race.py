"""What do races of a sort come to? Against a web server that works on the same, empty database."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from bench.rivals import Races


class Command(BaseCommand):
    help = 'Print {sort: {"races", "won", "refused", "twice", "failed", "silent"}}; ./run bench --only R2.'

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--web", type=int, required=True, help="the port of the application")
        parser.add_argument("sorts", nargs="+", metavar="SORT=RACES")

    def handle(self, *args: Any, **options: Any) -> None:
        races = Races(options["web"], timezone.localtime())
        asked = (sort.split("=") for sort in options["sorts"])
        self.stdout.write(json.dumps({sort: vars(races.of(sort, int(many))) for sort, many in asked}))
