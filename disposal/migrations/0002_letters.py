import django.contrib.postgres.fields
import django.core.validators
import django.db.models.deletion
from django.db import migrations, models

import catalogue.models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0002_people_and_parties"),
        ("casework", "0003_people_and_parties"),
        ("catalogue", "0002_people_and_parties"),
        ("disposal", "0001_initial"),
        ("documents", "0002_issued_is_fixed"),
        ("inspection", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Assistance",
            fields=[
                (
                    "record",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        parent_link=True,
                        primary_key=True,
                        related_name="as_%(class)s",
                        serialize=False,
                        to="casework.record",
                    ),
                ),
                ("product", models.CharField(max_length=200, verbose_name="product")),
                ("item_id", models.CharField(max_length=60, verbose_name="product ID")),
                (
                    "asked",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=[
                                ("identity", "Identity of the operator"),
                                ("address", "Actual address of the business"),
                                ("sales", "Sales of the product"),
                                ("contact", "How to reach the operator"),
                                ("complaints", "Complaints about the product"),
                            ],
                            max_length=10,
                        ),
                        size=None,
                        verbose_name="what is asked",
                    ),
                ),
                ("request", models.TextField(blank=True, verbose_name="in detail")),
                ("legal_ground", models.CharField(max_length=300, verbose_name="legal ground")),
                ("contact", models.CharField(max_length=60, verbose_name="officer to ask")),
                ("contact_phone", models.CharField(max_length=40, verbose_name="telephone of the officer")),
                ("again", models.TextField(blank=True, verbose_name="what is still missing")),
                (
                    "received_at",
                    models.DateTimeField(editable=False, null=True, verbose_name="received by the platform"),
                ),
                ("operator", models.CharField(blank=True, max_length=200, verbose_name="operator")),
                (
                    "natural_person",
                    models.BooleanField(default=False, verbose_name="run by a natural person"),
                ),
                (
                    "credit_code",
                    models.CharField(
                        blank=True,
                        max_length=18,
                        validators=[catalogue.models.check_credit_code],
                        verbose_name="unified social credit code",
                    ),
                ),
                ("address", models.CharField(blank=True, max_length=200, verbose_name="actual address")),
                (
                    "phone",
                    models.CharField(blank=True, max_length=40, verbose_name="telephone of the operator"),
                ),
                (
                    "email",
                    models.EmailField(blank=True, max_length=254, verbose_name="e-mail of the operator"),
                ),
                ("sold", models.PositiveIntegerField(blank=True, null=True, verbose_name="pieces sold")),
                (
                    "amount",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        max_digits=14,
                        null=True,
                        validators=[django.core.validators.MinValueValidator(0)],
                        verbose_name="amount of the sales, yuan",
                    ),
                ),
                ("sold_from", models.DateField(blank=True, null=True, verbose_name="sales from")),
                ("sold_to", models.DateField(blank=True, null=True, verbose_name="sales until")),
                ("complaints", models.TextField(blank=True, verbose_name="complaints and returns")),
                ("remark", models.TextField(blank=True, verbose_name="remark")),
                ("answered_by", models.CharField(blank=True, max_length=60, verbose_name="answered by")),
                ("answered_on", models.DateField(editable=False, null=True, verbose_name="answered on")),
                ("cannot_why", models.TextField(blank=True, verbose_name="why it cannot be answered")),
            ],
            options={
                "verbose_name": "assistance letter",
                "verbose_name_plural": "assistance letters",
            },
            bases=("casework.record",),
        ),
        migrations.AddField(
            model_name="enforcementcase",
            name="assigned_by",
            field=models.ForeignKey(
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="accounts.organisation",
                verbose_name="assigned by",
            ),
        ),
        migrations.AddField(
            model_name="enforcementcase",
            name="assigned_on",
            field=models.DateField(editable=False, null=True, verbose_name="assigned on"),
        ),
        migrations.AddField(
            model_name="enforcementcase",
            name="assignment_reason",
            field=models.TextField(blank=True, verbose_name="reason of the decision"),
        ),
        migrations.AddField(
            model_name="enforcementcase",
            name="dispute_reason",
            field=models.TextField(blank=True, verbose_name="why another regulator is competent"),
        ),
        migrations.AddField(
            model_name="enforcementcase",
            name="disputed_by",
            field=models.ForeignKey(
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="accounts.organisation",
                verbose_name="jurisdiction disputed by",
            ),
        ),
        migrations.AddField(
            model_name="enforcementcase",
            name="disputed_on",
            field=models.DateField(editable=False, null=True, verbose_name="disputed on"),
        ),
        migrations.AddField(
            model_name="enforcementcase",
            name="materials",
            field=models.TextField(blank=True, verbose_name="papers and evidence handed over"),
        ),
        migrations.AddField(
            model_name="enforcementcase",
            name="transferred_from",
            field=models.ForeignKey(
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="accounts.organisation",
                verbose_name="transferred by",
            ),
        ),
        migrations.AddField(
            model_name="enforcementcase",
            name="transferred_on",
            field=models.DateField(editable=False, null=True, verbose_name="transferred on"),
        ),
        migrations.AddField(
            model_name="measuretaken",
            name="struck_at",
            field=models.DateTimeField(editable=False, null=True, verbose_name="struck"),
        ),
        migrations.AddField(
            model_name="measuretaken",
            name="struck_why",
            field=models.CharField(
                blank=True, editable=False, max_length=200, verbose_name="why it was struck"
            ),
        ),
        migrations.AddConstraint(
            model_name="measuretaken",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("struck_at", None), models.Q(("struck_why", ""), _negated=True), _connector="OR"
                ),
                name="measure_struck_with_reason",
            ),
        ),
        migrations.AddField(
            model_name="assistance",
            name="case",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="letters",
                to="disposal.enforcementcase",
                verbose_name="enforcement case",
            ),
        ),
        migrations.AddField(
            model_name="assistance",
            name="region",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="accounts.region",
                verbose_name="actual place of business",
            ),
        ),
        migrations.AddField(
            model_name="assistance",
            name="regulator",
            field=models.ForeignKey(
                limit_choices_to={"kind": "regulator"},
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="accounts.organisation",
                verbose_name="asked by",
            ),
        ),
        migrations.AddField(
            model_name="assistance",
            name="shop",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="catalogue.shop",
                verbose_name="shop",
            ),
        ),
        migrations.AddConstraint(
            model_name="assistance",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("sold_from", None),
                    ("sold_to", None),
                    ("sold_to__gte", models.F("sold_from")),
                    _connector="OR",
                ),
                name="assistance_period",
            ),
        ),
        migrations.AddConstraint(
            model_name="assistance",
            constraint=models.CheckConstraint(
                condition=models.Q(("amount", None), ("amount__gte", 0), _connector="OR"),
                name="assistance_amount_not_negative",
            ),
        ),
    ]
