"""Clocks that ended without their duty done were called met; what was not met has fallen away."""

from django.db import migrations

# Of a kind, by which step which terms fell away.
FELL_AWAY = (
    ("enforcementcase", "revoke", ["DL-25", "W-18", "W-19", "DL-02"]),
    ("enforcementcase", "go_on", ["W-17", "W-14"]),
    ("enforcementcase", "go_on_filed", ["DL-27"]),
    ("platformdisposal", "turn", ["W-20", "W-21"]),
    ("workplan", "suspend", ["W-23"]),
    ("workplan", "withdraw", ["W-20", "W-23"]),
    ("workplan", "revise", ["W-20", "W-23"]),
    ("scheme", "withdraw", ["W-20", "W-21", "W-22"]),
    ("purchase", "not_found", ["W-24"]),
    ("purchase", "delisted", ["W-24"]),
    ("purchase", "out_of_stock", ["W-24"]),
    ("purchase", "seller_cancelled", ["W-24"]),
    ("purchase", "shop_unreachable", ["W-24"]),
    ("purchase", "refuse", ["W-24"]),
    ("purchase", "write_off", ["W-20", "RC-05", "RC-05c", "DL-10"]),
    ("purchase", "replace", ["RC-05", "RC-05c"]),
    ("entrustment", "cancel", ["DL-06"]),
    ("sharerequest", "withdraw", ["DL-09"]),
)

CORRECT = """
UPDATE casework_deadline d SET dropped_at = d.met_at, met_at = NULL
FROM casework_record r, trail_event e
WHERE r.id = d.record_id AND e.subject_kind = 'record' AND e.subject_id = r.id AND e.at = d.met_at
  AND r.kind = %s AND e.verb = %s AND d.term = ANY(%s)
"""


def say_that_they_fell_away(apps, schema_editor):
    """By the step of the same instant in the trail of their record."""
    with schema_editor.connection.cursor() as cursor:
        for kind, verb, terms in FELL_AWAY:
            cursor.execute(CORRECT, [kind, verb, terms])


class Migration(migrations.Migration):
    dependencies = [
        ("disposal", "0026_grade_tables_kept"),
        ("casework", "0011_sent_forms"),
        ("trail", "0001_initial"),
    ]

    operations = [migrations.RunPython(say_that_they_fell_away, migrations.RunPython.noop)]
