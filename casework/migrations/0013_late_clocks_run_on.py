"""Clocks that were let stand still after they had run out are late, and were so all the time."""

from django.db import migrations

RUN_ON = """
WITH late AS (
    UPDATE casework_deadline
    SET suspended_at = NULL, suspended_for = '',
        next_tell_at = CASE WHEN breached_at IS NULL THEN due_at END
    WHERE suspended_at >= due_at AND met_at IS NULL AND dropped_at IS NULL
    RETURNING record_id, due_at
)
UPDATE casework_record AS record
SET next_due_at = least(record.next_due_at, late.due_at)
FROM (SELECT record_id, min(due_at) AS due_at FROM late GROUP BY 1) AS late
WHERE late.record_id = record.id
"""


class Migration(migrations.Migration):
    dependencies = [("casework", "0012_whose_clock_it_was")]

    operations = [migrations.RunSQL(RUN_ON, migrations.RunSQL.noop)]
