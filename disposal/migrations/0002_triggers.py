"""What does the database itself refuse?"""

from pathlib import Path

from django.db import migrations

TRIGGERS = (Path(__file__).parent / "triggers.sql").read_text()


class Migration(migrations.Migration):
    dependencies = [("disposal", "0001_initial"), ("trail", "0002_triggers")]
    operations = [
        migrations.RunSQL(TRIGGERS),
    ]
