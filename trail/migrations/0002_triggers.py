"""What does the database itself refuse?"""

from pathlib import Path

from django.db import migrations

TRIGGERS = (Path(__file__).parent / "triggers.sql").read_text()


class Migration(migrations.Migration):
    dependencies = [("trail", "0001_initial")]
    operations = [
        migrations.RunSQL(TRIGGERS),
    ]
