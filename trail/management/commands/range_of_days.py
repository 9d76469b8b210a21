"""`./run manage range_of_days`: let the database refuse by the range of days that is set now."""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.core.management.base import BaseCommand, CommandError
from django.db import IntegrityError, connection, models, transaction

from trail.days import Day, Moment

# The checks of one column alone: a day and an instant have no other.
CHECKS = """
    SELECT c.conname FROM pg_constraint c
    JOIN pg_attribute a ON a.attrelid = c.conrelid AND c.conkey = ARRAY[a.attnum]
    WHERE c.contype = 'c' AND c.conrelid = %s::regclass AND a.attname = %s
"""


class Command(BaseCommand):
    help = "Make the database's checks of days anew, after FIRST_DAY or LAST_DAY was changed."

    def handle(self, **_options: Any) -> None:
        fields = [
            field
            for model in apps.get_models()
            for field in model._meta.local_concrete_fields
            if model._meta.managed and isinstance(field, Day | Moment)
        ]
        with transaction.atomic():
            for field in fields:
                self._check_anew(field)
        self.stdout.write(f"{len(fields)} columns")

    def _check_anew(self, field: models.Field[Any, Any]) -> None:
        quote, table = connection.ops.quote_name, field.model._meta.db_table
        with connection.cursor() as cursor:
            cursor.execute(CHECKS, [table, field.column])
            for (name,) in cursor.fetchall():
                cursor.execute(f"ALTER TABLE {quote(table)} DROP CONSTRAINT {quote(name)}")
            try:
                cursor.execute(f"ALTER TABLE {quote(table)} ADD CHECK ({field.db_check(connection)})")
            except IntegrityError as error:
                raise CommandError(
                    f"{field} holds days outside this range: set FIRST_DAY and LAST_DAY wider."
                ) from error
