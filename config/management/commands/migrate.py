"""How do tables change? By Django's migrations; then the application is given its rights on them."""

from __future__ import annotations

from typing import Any

from django.core.management.commands.migrate import Command as Migrate
from django.db import connections

from config import rights


class Command(Migrate):
    def handle(self, *args: Any, **options: Any) -> None:
        rights.unless_at_work(connections[options["database"]])
        super().handle(*args, **options)
        if not any(options[name] for name in ("app_label", "check_unapplied", "plan", "run_syncdb")):
            rights.bring(connections[options["database"]])
