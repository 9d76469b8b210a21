"""How does the database come to refuse days out of another range? By a check of each column, made anew."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper

from trail.days import Day, Moment

# The checks of one column alone: a day and an instant have no other.
CHECKS = """
    SELECT c.conname FROM pg_constraint c
    JOIN pg_attribute a ON a.attrelid = c.conrelid AND c.conkey = ARRAY[a.attnum]
    WHERE c.contype = 'c' AND c.conrelid = %s::regclass AND a.attname = %s
"""


def days_of(of: Iterable[type[models.Model]]) -> list[models.Field[Any, Any]]:
    """The columns of some models that hold days and instants."""
    return [
        field
        for model in of
        if model._meta.managed
        for field in model._meta.local_concrete_fields
        if isinstance(field, Day | Moment)
    ]


def check_anew(field: models.Field[Any, Any], connection: BaseDatabaseWrapper) -> None:
    """Give a column the check of the range that is set now. Raises IntegrityError if a row lies outside."""
    quote, table = connection.ops.quote_name, field.model._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute(CHECKS, [table, field.column])
        for (name,) in cursor.fetchall():
            cursor.execute(f"ALTER TABLE {quote(table)} DROP CONSTRAINT {quote(name)}")
        cursor.execute(f"ALTER TABLE {quote(table)} ADD CHECK ({field.db_check(connection)})")
