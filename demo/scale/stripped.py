"""What makes ten million rows cheap? Indexes and foreign keys are taken off, and put back when they are in.

All in the transaction of the rows: nobody sees a table without them. PostgreSQL checks each key and each
reference when it is put back, so that a wrong row fails the whole.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import NamedTuple

from django.db import connection

# What guards a record opened by hand and a result added to an issued report. Each row would look through the
# trail, whose index is off; the state of every record is checked at the end instead.
GUARDS = (
    ("casework_record", "casework_opening_told"),
    ("inspection_result", "inspection_result_added"),
)

CONSTRAINTS = """
    SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid) FROM pg_constraint
    WHERE conrelid::regclass::text = ANY(%s) AND contype IN ('f', 'u') ORDER BY contype DESC, conname
"""
INDEXES = """
    SELECT tablename, indexname, indexdef FROM pg_indexes
    WHERE schemaname = 'public' AND tablename = ANY(%s) ORDER BY tablename, indexname
"""
KEYS = "SELECT conname FROM pg_constraint WHERE conrelid::regclass::text = ANY(%s) AND contype = 'p'"
UNTOLD = """
    SELECT count(*) FROM casework_record r WHERE r.id >= %s AND NOT EXISTS (
        SELECT 1 FROM trail_event e
        WHERE e.subject_kind = 'record' AND e.subject_id = r.id AND e.moved_to = r.state
          AND e.transaction = pg_current_xact_id()::text::bigint)
"""


class Taken(NamedTuple):
    """A constraint or an index that was taken off."""

    table: str
    name: str
    definition: str


class Untold(Exception):
    """A record stands in a state of which its trail does not tell."""


@contextmanager
def stripped(tables: Sequence[str]) -> Iterator[None]:
    """Within the block these tables have neither foreign keys nor indexes but the primary key, and a record
    may be put into them in any state. The tables' owner alone may do this, inside a transaction."""
    with connection.cursor() as cursor:
        # What was written before waits for its references to be checked: no table changes before that.
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        constraints, indexes = _off(list(tables))
        for table, trigger in GUARDS:
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER {trigger}")
        yield
        cursor.execute("SET LOCAL maintenance_work_mem = '512MB'")
        for taken in indexes:
            cursor.execute(taken.definition)
        for taken in constraints:
            cursor.execute(f'ALTER TABLE {taken.table} ADD CONSTRAINT "{taken.name}" {taken.definition}')
        for table, trigger in GUARDS:
            cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER {trigger}")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")


def _off(tables: list[str]) -> tuple[list[Taken], list[Taken]]:
    with connection.cursor() as cursor:
        cursor.execute(CONSTRAINTS, [tables])
        constraints = [Taken(*row) for row in cursor.fetchall()]
        for taken in reversed(constraints):
            cursor.execute(f'ALTER TABLE {taken.table} DROP CONSTRAINT "{taken.name}"')
        cursor.execute(KEYS, [tables])
        keys = {name for (name,) in cursor.fetchall()}
        cursor.execute(INDEXES, [tables])
        indexes = [taken for row in cursor.fetchall() if (taken := Taken(*row)).name not in keys]
        for taken in indexes:
            cursor.execute(f'DROP INDEX "{taken.name}"')
        return constraints, indexes


def check_told(first: int) -> None:
    """Raise Untold unless the trail tells, in this transaction, how every record from this id on came to its
    state: what the guard asks of each, asked of all at once."""
    with connection.cursor() as cursor:
        cursor.execute(UNTOLD, [first])
        untold = cursor.fetchone()[0]
    if untold:
        raise Untold(f"{untold} records stand in a state that no line of the trail leads to")
