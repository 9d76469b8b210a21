"""What lies before a center is its leader's to decide from now on."""

from django.db import migrations


def hand_over(to: str):
    def run(apps, schema_editor):
        waiting = apps.get_model("casework", "Record").objects.filter(
            kind="correction", state="before_center"
        )
        waiting.update(turn=to)

    return run


class Migration(migrations.Migration):
    dependencies = [
        ("casework", "0010_days_in_range"),
        ("inspection", "0013_the_center_decides_on_amendments"),
    ]

    operations = [migrations.RunPython(hand_over("leader"), hand_over("compiler"))]
