"""A correction of an issued report is decided on by the center, and says what it turns; a re-test says why."""

from django.db import migrations, models

import trail.days

# Until now a correction counted with its approval.
DECIDED = "UPDATE inspection_correction SET decided_at = approved_at WHERE approved_at IS NOT NULL;"


class Migration(migrations.Migration):
    dependencies = [
        ("inspection", "0012_corrections_of_goods"),
    ]

    operations = [
        migrations.AddField(
            model_name="correction",
            name="conclusion_after",
            field=models.TextField(blank=True, editable=False),
        ),
        migrations.AddField(
            model_name="correction",
            name="decided_at",
            field=trail.days.Moment(editable=False, null=True, verbose_name="applied at"),
        ),
        migrations.AddField(
            model_name="correction",
            name="item_after",
            field=models.CharField(
                blank=True,
                choices=[
                    ("conforming", "Conforming"),
                    ("non_conforming", "Non-conforming"),
                    ("not_tested", "Not tested"),
                    ("not_judged", "Not judged"),
                ],
                editable=False,
                max_length=16,
            ),
        ),
        migrations.AddField(
            model_name="correction",
            name="item_before",
            field=models.CharField(
                blank=True,
                choices=[
                    ("conforming", "Conforming"),
                    ("non_conforming", "Non-conforming"),
                    ("not_tested", "Not tested"),
                    ("not_judged", "Not judged"),
                ],
                editable=False,
                max_length=16,
            ),
        ),
        migrations.AddField(
            model_name="correction",
            name="outcome_after",
            field=models.CharField(
                blank=True,
                choices=[("conforming", "Conforming"), ("non_conforming", "Non-conforming")],
                editable=False,
                max_length=16,
            ),
        ),
        migrations.AddField(
            model_name="correction",
            name="outcome_before",
            field=models.CharField(
                blank=True,
                choices=[("conforming", "Conforming"), ("non_conforming", "Non-conforming")],
                editable=False,
                max_length=16,
            ),
        ),
        migrations.AddField(
            model_name="correction",
            name="taken_on",
            field=trail.days.Day(blank=True, null=True, verbose_name="raw record written down on"),
        ),
        migrations.AddField(
            model_name="report",
            name="retest_reason",
            field=models.CharField(
                blank=True, editable=False, max_length=300, verbose_name="why it is tested again"
            ),
        ),
        migrations.RunSQL(DECIDED, migrations.RunSQL.noop),
    ]
