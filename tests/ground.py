"""What do the tables hold before any test, and again after one that emptied them? The same rows.

Django makes permissions and kinds of content anew then, under other ids, and what the photos show that tests
begin from (tests/photos.py) would rest on rows that are gone.
"""

from __future__ import annotations

from collections.abc import Iterable
from io import BytesIO
from typing import Any

from django.apps import apps
from django.contrib.contenttypes.management import create_contenttypes
from django.core.management.color import no_style
from django.db import connection
from django.db.models.signals import post_migrate

PERMISSIONS = "django.contrib.auth.management.create_permissions"


class Ground:
    """rows: of each table that holds any, as COPY writes them."""

    def __init__(self) -> None:
        self.rows: dict[str, bytes] = {}

    def keep(self) -> None:
        """What the tables hold now is what they hold again after each flush; to be called as their owner."""
        with connection.cursor() as cursor:
            for name in connection.introspection.django_table_names(only_existing=True):
                rows = BytesIO()
                cursor.copy_expert(f'COPY "{name}" TO STDOUT', rows)
                if rows.getvalue():
                    self.rows[name] = rows.getvalue()
        post_migrate.disconnect(create_contenttypes)
        post_migrate.disconnect(dispatch_uid=PERMISSIONS)
        post_migrate.connect(self.lay, sender=apps.get_app_config("trail"))
        connection.ops.sql_flush = _emptied  # type: ignore[method-assign,assignment]

    def lay(self, **_said: Any) -> None:
        """Copy the rows in, without a trigger: they have passed them all."""
        with connection.cursor() as cursor:
            cursor.execute("SET session_replication_role = replica")
            for name, rows in self.rows.items():
                cursor.copy_expert(f'COPY "{name}" FROM STDIN', BytesIO(rows))
            cursor.execute("RESET session_replication_role")


def _emptied(_style: Any, tables: Iterable[str], **_asked: Any) -> list[str]:
    """SQL that empties the tables which hold something, without a trigger. TRUNCATE makes every table and
    index anew, hundreds of them for the few rows of a test, and waits for whoever still reads one."""
    asked = " UNION ALL ".join(f"SELECT '{name}' WHERE EXISTS (SELECT FROM \"{name}\")" for name in tables)
    with connection.cursor() as cursor:
        cursor.execute(asked)
        filled = [name for (name,) in cursor.fetchall()]
    deleting = [f'DELETE FROM "{name}"' for name in filled]
    return ["SET session_replication_role = replica", *deleting, "RESET session_replication_role"]


ground = Ground()


def in_untouched_tables() -> None:
    """As in a new database, until the transaction is taken back: thousands of tests have left their dead rows
    and statistics of empty tables, with which the planner may go astray for an hour."""
    tables = connection.introspection.django_table_names(only_existing=True, include_views=False)
    truncating = type(connection.ops).sql_flush(connection.ops, no_style(), tables)
    with connection.cursor() as cursor:
        cursor.execute("SET ROLE NONE")
        for statement in truncating:
            cursor.execute(statement)
        ground.lay()
        cursor.execute("SET ROLE wangjian_app")
