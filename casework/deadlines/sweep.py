"""Which clocks have reached an instant at which somebody is to be told?

One statement a batch claims them with SKIP LOCKED, marks them, writes a line of the trail for each instant
passed and promises the telling, so that a sweep that is late, runs twice, beside others, or dies in its midst
marks each warning and each breach exactly once.
"""

from __future__ import annotations

from datetime import datetime

from django.db import connection, transaction

BATCH = 20_000

# told counts the instants passed. The last of a clock's instants is the one at which it runs out.
SWEEP = """
    WITH due AS MATERIALIZED (
        SELECT id, record_id, term, tells, told, due_at, warn_at,
               (SELECT count(*) FROM unnest(tells) AS at WHERE at <= %(now)s) AS reached
        FROM casework_deadline
        WHERE next_tell_at <= %(now)s
        ORDER BY next_tell_at, id
        LIMIT %(batch)s
        FOR UPDATE SKIP LOCKED
    ), passed AS MATERIALIZED (
        SELECT id, record_id, term, due_at, n, n = cardinality(tells) AS out, warn_at[n] AS share,
               NULLIF(n = cardinality(tells) - 1, false) AS last
        FROM due, generate_series(told + 1, reached) AS n
    ), marked AS (
        UPDATE casework_deadline AS clock
        SET told = due.reached,
            next_tell_at = clock.tells[due.reached + 1],
            breached_at = CASE WHEN due.reached = cardinality(clock.tells) THEN %(now)s
                               ELSE clock.breached_at END
        FROM due
        WHERE clock.id = due.id
    ), written AS (
        INSERT INTO trail_event (at, subject_kind, subject_id, verb, clause, actor_kind, actor_id, role,
                                 moved_from, moved_to, detail)
        SELECT %(now)s, 'record', record_id, CASE WHEN out THEN 'overdue' ELSE 'warn' END, term, 'system', 0,
               '', '', '', jsonb_strip_nulls(jsonb_build_object(
                   'term', term, 'due_at', due_at, 'clock', id, 'nth', n, 'share', share, 'last', last))
        FROM passed
        ORDER BY id, n
        RETURNING id
    ), promised AS (
        INSERT INTO casework_outbox (task, payload, created_at, attempts, error)
        SELECT 'casework.warn', jsonb_build_object('events', jsonb_agg(id)), %(now)s, 0, ''
        FROM (SELECT id, (row_number() OVER (ORDER BY id) - 1) / 500 AS part FROM written) AS lines
        GROUP BY part
    )
    SELECT count(*) FROM due
"""


def sweep(now: datetime, batch: int = BATCH) -> int:
    """Mark every clock that has reached one of its instants; returns how many clocks that were."""
    marked = 0
    while claimed := claim(now, batch):
        marked += claimed
    return marked


@transaction.atomic
def claim(now: datetime, batch: int) -> int:
    """Mark one batch in a transaction; returns how many clocks it held."""
    with connection.cursor() as cursor:
        cursor.execute(SWEEP, {"now": now, "batch": batch})
        claimed: int = cursor.fetchone()[0]
    return claimed
