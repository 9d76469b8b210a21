"""Results keep the limit as written; a verdict by hand stands only where the figures cannot decide."""

from hashlib import sha256

from django.db import migrations, models

import catalogue.limited

# The places that a tester had chosen for a rounded comparison are the zeros of the limit now. A verdict that stood
# against the figures stays on its report, with what the figures said in its reason. One UPDATE: rows written twice
# in a transaction leave checks that forbid to alter their table.
AS_WRITTEN = """
UPDATE inspection_result SET
    limit_text = CASE
        WHEN limit_low IS NOT NULL AND limit_high IS NOT NULL THEN low || '~' || high
        WHEN limit_high IS NOT NULL THEN '≤ ' || high
        WHEN limit_low IS NOT NULL THEN '≥ ' || low
        ELSE '' END,
    reason = CASE
        WHEN verdict = judged THEN ''
        WHEN judged = '' THEN left(remark, 200)
        ELSE left(remark, 150) || ' (by the figures: ' || judged || ')' END,
    judged = CASE WHEN verdict = judged THEN judged ELSE '' END
FROM (
    SELECT id AS row_id,
        round(limit_low, greatest(min_scale(limit_low), chosen))::text AS low,
        round(limit_high, greatest(min_scale(limit_high), chosen))::text AS high
    FROM (
        SELECT *, CASE WHEN comparison = 'rounded' THEN coalesce(places, 0) ELSE 0 END AS chosen
        FROM inspection_result
    ) AS with_places
) AS figures
WHERE figures.row_id = inspection_result.id;
"""


def name_samples(apps, schema_editor):
    """What issued reports added to the findings, by the sample that was tested."""
    Finding, Report = apps.get_model("catalogue", "Finding"), apps.get_model("inspection", "Report")
    found = Report.objects.filter(state__in=("issued", "delivered", "final"))
    for number, sample in found.values_list("number", "sample__number").iterator():
        fingerprint = sha256(f"report {number}".encode()).hexdigest()
        Finding.objects.filter(fingerprint=fingerprint).update(sample=sample)


class Migration(migrations.Migration):
    dependencies = [
        ("catalogue", "0009_limits_as_written"),
        ("inspection", "0007_days_in_range"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="result",
            name="result_by_hand_has_remark",
        ),
        migrations.AddField(
            model_name="result",
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
            model_name="result",
            name="limit_text",
            field=models.CharField(
                blank=True,
                help_text="As the standard writes it: ≤ 0.10, 6.5~8.5.",
                max_length=120,
                verbose_name="limit",
            ),
        ),
        migrations.AddField(
            model_name="result",
            name="reason",
            field=models.CharField(blank=True, max_length=200, verbose_name="reason of the verdict by hand"),
        ),
        migrations.AddField(
            model_name="result",
            name="value_as_written",
            field=models.CharField(blank=True, max_length=200, verbose_name="as it was written"),
        ),
        migrations.AlterField(
            model_name="correction",
            name="entry",
            field=models.CharField(
                blank=True,
                choices=[
                    ("value", "Measured value"),
                    ("lod", "Limit of detection"),
                    ("declared", "Declared value"),
                    ("comparison", "Comparison"),
                    ("places", "Decimal places of the limit"),
                    ("verdict", "Verdict"),
                    ("reason", "Reason of the verdict by hand"),
                    ("remark", "Remark"),
                    ("subcontracted", "Subcontracted"),
                ],
                max_length=16,
                verbose_name="what is corrected",
            ),
        ),
        migrations.AlterField(
            model_name="result",
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
            model_name="result",
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
        migrations.RunSQL(AS_WRITTEN, migrations.RunSQL.noop),
        migrations.RunPython(name_samples, migrations.RunPython.noop),
        migrations.RemoveField(
            model_name="result",
            name="places",
        ),
        migrations.AddConstraint(
            model_name="result",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("verdict", models.F("judged")),
                    models.Q(("judged", ""), models.Q(("reason", ""), _negated=True)),
                    _connector="OR",
                ),
                name="result_by_hand_has_reason",
            ),
        ),
    ]
