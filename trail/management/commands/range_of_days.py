"""`./run manage range_of_days`: let the database refuse by the range of days that is set now."""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.core.management.base import BaseCommand, CommandError
from django.db import IntegrityError, connection, transaction

from trail.ranges import check_anew, days_of


class Command(BaseCommand):
    help = "Make the database's checks of days anew, after FIRST_DAY or LAST_DAY was changed."

    def handle(self, **_options: Any) -> None:
        fields = days_of(apps.get_models())
        with transaction.atomic():
            for field in fields:
                try:
                    check_anew(field, connection)
                except IntegrityError as error:
                    raise CommandError(
                        f"{field} holds days outside this range: set FIRST_DAY and LAST_DAY wider."
                    ) from error
        self.stdout.write(f"{len(fields)} columns")
