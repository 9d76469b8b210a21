"""How does one get much data? `manage populate --scale nation`: a country at work, invented, by COPY."""

from __future__ import annotations

import time
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from django.utils import timezone

from accounts.models import Organisation
from casework.models import Record
from demo import founding, stories
from demo.scale import SCALES, populate
from demo.scale.making import DONE
from trail.models import Event


class Command(BaseCommand):
    help = (
        "Make a large invented data set on top of the invented province, for trials and measurements. "
        "It runs as the owner of the tables (DATABASE_OWNER_URL)."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--scale", choices=SCALES, default="demo", help="how much (demo)")
        parser.add_argument(
            "--samples", type=int, help="another number of samples, and all else in proportion"
        )
        parser.add_argument("--seed", type=int, default=1, help="another seed makes other rows (1)")
        parser.add_argument("--add", action="store_true", help="also where there are other records already")

    def handle(self, *args: Any, **options: Any) -> None:
        size = SCALES[options["scale"]]
        if options["samples"]:
            size = size.of(options["samples"])
        _refuse_unless_fit(add=options["add"])
        if not founding.founded():
            founding.found()
        began = time.monotonic()
        # The stories first: they are about the test items of the demo alone.
        stories.tell(founding.province(), timezone.now())
        counts = populate(size, seed=options["seed"], now=timezone.now(), say=self._say)
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
        for table, count in sorted(counts.items()):
            self.stdout.write(f"{count:>12,}  {table}")
        self.stdout.write(f"{sum(counts.values()):>12,}  rows in {time.monotonic() - began:.0f} s")

    def _say(self, line: str) -> None:
        self.stdout.write(line)
        self.stdout.flush()


def _refuse_unless_fit(*, add: bool) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT tableowner = current_user FROM pg_tables WHERE tablename = 'casework_record'")
        owns = cursor.fetchone()
    if owns != (True,):
        raise CommandError(
            "Run this as the owner of the tables: ./run manage populate does, with DATABASE_OWNER_URL"
        )
    if Event.objects.of(*DONE).exists():
        raise CommandError("This database was populated already: take a fresh one.")
    if not founding.founded() and Organisation.objects.exists() and not add:
        raise CommandError("There are other organisations in this database: take a fresh one, or say --add.")
    told = Event.objects.of(*stories.TOLD).exists()
    if Record.objects.exists() and not told and not add:
        raise CommandError("There are records in this database: take a fresh one, or say --add.")
