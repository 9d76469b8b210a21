"""What do the tables hold before any test, and again after one that emptied them? The same rows.

Django makes permissions and kinds of content anew then, under other ids, and what the photos show that tests
begin from (tests/photos.py) would rest on rows that are gone.
"""

from __future__ import annotations

from io import BytesIO
from typing import Any

from django.apps import apps
from django.contrib.contenttypes.management import create_contenttypes
from django.core.management import call_command
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

    def lay(self, **_said: Any) -> None:
        """Copy the rows in, without a trigger: they have passed them all."""
        with connection.cursor() as cursor:
            cursor.execute("SET session_replication_role = replica")
            for name, rows in self.rows.items():
                cursor.copy_expert(f'COPY "{name}" FROM STDIN', BytesIO(rows))
            cursor.execute("RESET session_replication_role")


ground = Ground()


def in_untouched_tables() -> None:
    """As in a new database, until the transaction is taken back: thousands of tests have left their dead rows
    and statistics of empty tables, with which the planner may go astray for an hour."""
    with connection.cursor() as cursor:
        cursor.execute("SET ROLE NONE")
        call_command("flush", interactive=False, verbosity=0, reset_sequences=False)
        cursor.execute("SET ROLE wangjian_app")
