"""What does the database itself refuse, and which criteria came with the system?"""

import json
from pathlib import Path

from django.db import migrations

from monitoring.criteria.matrix.published import PUBLISHED

TRIGGERS = (Path(__file__).parent / "triggers.sql").read_text()
PUBLISH = """
    INSERT INTO monitoring_criteria (version, name, source, bands, rest, raises)
    VALUES (%s, %s, %s, %s::jsonb, %s::jsonb, %s::jsonb)
"""


def publish(apps, schema_editor):
    """The matrices that came with the system, as they were printed."""
    with schema_editor.connection.cursor() as cursor:
        for one in PUBLISHED:
            values = [json.dumps(one.get(name, [])) for name in ("bands", "rest", "raises")]
            cursor.execute(PUBLISH, [one["version"], one["name"], one["source"], *values])


class Migration(migrations.Migration):
    dependencies = [("monitoring", "0001_initial"), ("trail", "0002_triggers")]
    operations = [
        migrations.RunPython(publish, migrations.RunPython.noop, hints={"first_rows": True}),
        migrations.RunSQL(TRIGGERS),
    ]
