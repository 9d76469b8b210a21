"""A correction is also of goods and days, and a reviewer confirms it; a result says who entered it."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import trail.days

# What waits for the signatory waits for the reviewer first.
TURN = "UPDATE casework_record SET turn = 'reviewer' WHERE kind = 'correction' AND state = 'confirmed';"


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0007_days_in_range"),
        ("casework", "0010_days_in_range"),
        ("documents", "0005_days_in_range"),
        ("inspection", "0011_delivered"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="correction",
            name="correction_of_one_place",
        ),
        migrations.AddField(
            model_name="correction",
            name="reviewed_at",
            field=trail.days.Moment(editable=False, null=True, verbose_name="reviewed at"),
        ),
        migrations.AddField(
            model_name="correction",
            name="reviewed_by",
            field=models.ForeignKey(
                blank=True,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="confirmed by the reviewer",
            ),
        ),
        migrations.AddField(
            model_name="result",
            name="entered_at",
            field=trail.days.Moment(editable=False, null=True, verbose_name="entered at"),
        ),
        migrations.AddField(
            model_name="result",
            name="entered_by",
            field=models.ForeignKey(
                blank=True,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="entered by",
            ),
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
                    ("product", "Product"),
                    ("brand", "Brand"),
                    ("model", "Model"),
                    ("batch", "Date of production or batch"),
                    ("producer", "Producer"),
                    ("producer_address", "Producer's address"),
                    ("sampled_on", "Sampled on"),
                    ("tested_from", "Testing began on"),
                    ("tested_to", "Testing ended on"),
                ],
                max_length=16,
                verbose_name="what is corrected",
            ),
        ),
        migrations.AddConstraint(
            model_name="correction",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("result", None), ("raw__isnull", False), ("entry", "")),
                    models.Q(
                        ("raw", None),
                        ("result__isnull", False),
                        (
                            "entry__in",
                            [
                                "value",
                                "lod",
                                "declared",
                                "comparison",
                                "places",
                                "verdict",
                                "reason",
                                "remark",
                                "subcontracted",
                            ],
                        ),
                    ),
                    models.Q(
                        ("raw", None),
                        ("result", None),
                        (
                            "entry__in",
                            [
                                "product",
                                "brand",
                                "model",
                                "batch",
                                "producer",
                                "producer_address",
                                "sampled_on",
                                "tested_from",
                                "tested_to",
                            ],
                        ),
                    ),
                    _connector="OR",
                ),
                name="correction_of_one_place",
            ),
        ),
        migrations.RunSQL(TURN, migrations.RunSQL.noop),
    ]
