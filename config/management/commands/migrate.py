"""How do tables change? By Django's migrations; then the application is given its rights on them."""

from __future__ import annotations

from typing import Any

from django.core.management.base import CommandParser
from django.core.management.commands.migrate import Command as Migrate
from django.db import connections

from config import rights, tables

OTHERWISE = ("app_label", "check_unapplied", "fake", "one_by_one", "plan", "run_syncdb")


class Command(Migrate):
    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.add_argument(
            "--one-by-one",
            action="store_true",
            help="apply each migration in an empty database too, whose tables are else made from the models",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        connection = connections[options["database"]]
        rights.unless_at_work(connection)
        if tables.are_missing(connection) and not any(options.get(name) for name in OTHERWISE):
            tables.make()
            return
        super().handle(*args, **options)
        if not any(options[name] for name in ("app_label", "check_unapplied", "plan", "run_syncdb")):
            rights.bring(connection)
