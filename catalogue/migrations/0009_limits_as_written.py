"""A limit is kept as written. Old ones are spelled from their figures; a finding names the sample it is of."""

from django.db import migrations, models

import catalogue.limited

# As many digits as a figure needs: what else was written is not known any more.
SPELLED = """
UPDATE catalogue_testitem SET limit_text = CASE
    WHEN limit_low IS NOT NULL AND limit_high IS NOT NULL
        THEN trim_scale(limit_low)::text || '~' || trim_scale(limit_high)::text
    WHEN limit_high IS NOT NULL THEN '≤ ' || trim_scale(limit_high)::text
    WHEN limit_low IS NOT NULL THEN '≥ ' || trim_scale(limit_low)::text
    ELSE '' END;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("catalogue", "0008_days_in_range"),
    ]

    operations = [
        migrations.AddField(
            model_name="finding",
            name="sample",
            field=models.CharField(blank=True, editable=False, max_length=20, verbose_name="sample"),
        ),
        migrations.AddField(
            model_name="testitem",
            name="comparison",
            field=models.CharField(
                choices=[("full", "In full"), ("rounded", "Rounded to the places of the limit")],
                default="full",
                max_length=8,
                verbose_name="comparison",
            ),
        ),
        migrations.AddField(
            model_name="testitem",
            name="interval",
            field=models.DecimalField(
                blank=True,
                decimal_places=6,
                help_text="0.5 or 0.2 of a place, where the standard says so; empty: to the places of the limit.",
                max_digits=16,
                null=True,
                validators=[catalogue.limited.check_interval],
                verbose_name="rounds to",
            ),
        ),
        migrations.AddField(
            model_name="testitem",
            name="limit_text",
            field=models.CharField(
                blank=True,
                help_text="As the standard writes it: ≤ 0.10, 6.5~8.5.",
                max_length=120,
                verbose_name="limit",
            ),
        ),
        migrations.AlterField(
            model_name="testitem",
            name="limit_high",
            field=models.DecimalField(
                blank=True,
                decimal_places=6,
                editable=False,
                max_digits=16,
                null=True,
                verbose_name="upper limit",
            ),
        ),
        migrations.AlterField(
            model_name="testitem",
            name="limit_low",
            field=models.DecimalField(
                blank=True,
                decimal_places=6,
                editable=False,
                max_digits=16,
                null=True,
                verbose_name="lower limit",
            ),
        ),
        migrations.RunSQL(SPELLED, migrations.RunSQL.noop),
        migrations.AddIndex(
            model_name="finding",
            index=models.Index(
                condition=models.Q(("sample", ""), _negated=True), fields=["sample"], name="finding_sample"
            ),
        ),
    ]
