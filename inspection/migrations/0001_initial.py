from decimal import Decimal

import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.core.validators
import django.db.models.deletion
import django.db.models.functions.text
from django.conf import settings
from django.db import migrations, models

import catalogue.limited
import inspection.reports.models.before
import trail.days


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accounts", "0001_initial"),
        ("accounts", "__first__"),
        ("casework", "0001_initial"),
        ("catalogue", "0001_initial"),
        ("documents", "0001_initial"),
        ("sampling", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="EntrustedSample",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("received_on", trail.days.Day(null=True, verbose_name="received on")),
                ("appearance", models.CharField(blank=True, max_length=200, verbose_name="appearance")),
                ("condition", models.CharField(blank=True, max_length=200, verbose_name="condition")),
                ("seal", models.CharField(blank=True, max_length=200, verbose_name="state of the seal")),
                (
                    "influences",
                    models.CharField(
                        blank=True, max_length=400, verbose_name="whatever else may affect the result"
                    ),
                ),
                ("released", models.BooleanField(default=False)),
                (
                    "checked_by",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="checked by",
                    ),
                ),
                (
                    "sample",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="entrusted",
                        to="sampling.sample",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Entrustment",
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
                ("client_address", models.CharField(max_length=200, verbose_name="client's address")),
                ("client_postcode", models.CharField(max_length=10, verbose_name="client's postcode")),
                ("client_contact", models.CharField(max_length=60, verbose_name="contact person")),
                ("client_phone", models.CharField(max_length=40, verbose_name="telephone")),
                ("grade", models.CharField(max_length=60, verbose_name="quality grade")),
                (
                    "lot_size",
                    models.CharField(
                        help_text="What was on offer, with its unit.", max_length=60, verbose_name="lot size"
                    ),
                ),
                ("confidentiality", models.CharField(max_length=200, verbose_name="confidentiality")),
                (
                    "obtained",
                    models.CharField(
                        choices=[
                            ("online", "Bought online"),
                            ("delivered", "Delivered by the client"),
                            ("sampled", "Drawn on the spot"),
                            ("other", "Otherwise"),
                        ],
                        default="online",
                        max_length=12,
                        verbose_name="sample obtained",
                    ),
                ),
                (
                    "test_grounds_are",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=[
                                ("national", "National standard"),
                                ("industry", "Industry standard"),
                                ("local", "Local standard"),
                                ("stated", "Quality that the product itself states"),
                            ],
                            max_length=12,
                        ),
                        blank=True,
                        default=list,
                        size=None,
                        verbose_name="kinds of grounds of testing",
                    ),
                ),
                ("test_grounds", models.CharField(max_length=400, verbose_name="grounds of testing")),
                (
                    "judgement_grounds_are",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=[
                                ("law", "Law and regulations"),
                                ("rules", "Monitoring rules for the product"),
                                ("detailed", "Detailed rules for the product"),
                            ],
                            max_length=12,
                        ),
                        blank=True,
                        default=list,
                        size=None,
                        verbose_name="kinds of grounds of judgement",
                    ),
                ),
                ("judgement_grounds", models.CharField(max_length=400, verbose_name="grounds of judgement")),
                ("due_on", trail.days.Day(verbose_name="to be finished by")),
                ("urgent", models.BooleanField(default=False, verbose_name="urgent")),
                (
                    "copies",
                    models.PositiveSmallIntegerField(
                        default=1,
                        validators=[django.core.validators.MinValueValidator(1)],
                        verbose_name="copies of the report",
                    ),
                ),
                (
                    "sending",
                    models.CharField(
                        choices=[
                            ("portal", "Through this system"),
                            ("post", "By post"),
                            ("collected", "Collected by the client"),
                        ],
                        default="portal",
                        max_length=12,
                        verbose_name="report sent",
                    ),
                ),
                (
                    "afterwards",
                    models.CharField(
                        choices=[
                            ("collected", "Collected by the client"),
                            ("posted", "Posted back"),
                            ("scrapped", "Scrapped"),
                            ("center", "Dealt with by the center"),
                            ("sealed", "Sealed and kept"),
                        ],
                        default="center",
                        max_length=12,
                        verbose_name="after testing",
                    ),
                ),
                (
                    "fee",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        max_digits=12,
                        null=True,
                        validators=[django.core.validators.MinValueValidator(Decimal("0"))],
                        verbose_name="fee",
                    ),
                ),
                ("cma_mark", models.BooleanField(default=True, verbose_name="report with CMA mark")),
                ("cnas_mark", models.BooleanField(default=False, verbose_name="report with CNAS mark")),
                ("subcontracting", models.BooleanField(default=False, verbose_name="subcontracting allowed")),
                (
                    "team",
                    models.CharField(
                        blank=True, max_length=60, verbose_name="testing group or person in charge"
                    ),
                ),
                ("delivered_on", trail.days.Day(editable=False, null=True, verbose_name="delivered on")),
                (
                    "accepted_by",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="accepted by",
                    ),
                ),
                (
                    "items",
                    models.ManyToManyField(
                        related_name="entrustments", to="catalogue.testitem", verbose_name="test items"
                    ),
                ),
                (
                    "laboratory",
                    models.ForeignKey(
                        limit_choices_to={"kind": "laboratory"},
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.organisation",
                        verbose_name="laboratory",
                    ),
                ),
                (
                    "regulator",
                    models.ForeignKey(
                        blank=True,
                        limit_choices_to={"kind": "regulator"},
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.organisation",
                        verbose_name="task set by",
                    ),
                ),
                (
                    "samples",
                    models.ManyToManyField(
                        related_name="entrustments",
                        through="inspection.EntrustedSample",
                        to="sampling.sample",
                        verbose_name="samples",
                    ),
                ),
                (
                    "sent_by",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="commissioned by",
                    ),
                ),
            ],
            options={
                "verbose_name": "entrustment",
                "verbose_name_plural": "entrustments",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("fee", None), ("fee__gte", 0), _connector="OR"),
                        name="entrustment_fee",
                    ),
                    models.CheckConstraint(condition=models.Q(("copies__gte", 1)), name="entrustment_copies"),
                ],
            },
            bases=("casework.record",),
        ),
        migrations.AddField(
            model_name="entrustedsample",
            name="entrustment",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="entrusted",
                to="inspection.entrustment",
            ),
        ),
        migrations.CreateModel(
            name="Abnormality",
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
                (
                    "situation",
                    models.CharField(
                        choices=[
                            ("failed", "The sample is no longer valid"),
                            ("broken", "The sample is broken"),
                            ("too_little", "There is too little of the sample"),
                            ("equipment", "Equipment"),
                            ("other", "Something else"),
                        ],
                        max_length=12,
                        verbose_name="situation",
                    ),
                ),
                ("found_at", trail.days.Moment(verbose_name="found at")),
                ("account", models.TextField(verbose_name="what happened")),
                (
                    "reported_to",
                    models.CharField(
                        choices=[
                            ("center", "The monitoring center"),
                            ("regulator", "The department that set the task"),
                        ],
                        max_length=12,
                        verbose_name="reported to",
                    ),
                ),
                ("decision", models.TextField(blank=True, verbose_name="decision")),
                (
                    "decided_by",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="decided by",
                    ),
                ),
                (
                    "laboratory",
                    models.ForeignKey(
                        limit_choices_to={"kind": "laboratory"},
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.organisation",
                        verbose_name="laboratory",
                    ),
                ),
                (
                    "regulator",
                    models.ForeignKey(
                        blank=True,
                        limit_choices_to={"kind": "regulator"},
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.organisation",
                        verbose_name="task set by",
                    ),
                ),
                (
                    "reported_by",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="reported by",
                    ),
                ),
                (
                    "entrustment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="abnormalities",
                        to="inspection.entrustment",
                        verbose_name="entrustment",
                    ),
                ),
            ],
            options={
                "verbose_name": "abnormality",
                "verbose_name_plural": "abnormalities",
            },
            bases=("casework.record",),
        ),
        migrations.CreateModel(
            name="Qualification",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("cma_number", models.CharField(max_length=40, verbose_name="CMA certificate number")),
                ("valid_from", trail.days.Day(verbose_name="valid from")),
                ("valid_until", trail.days.Day(verbose_name="valid until")),
                (
                    "cnas_number",
                    models.CharField(blank=True, max_length=40, verbose_name="CNAS certificate number"),
                ),
                (
                    "laboratory",
                    models.ForeignKey(
                        limit_choices_to={"kind": "laboratory"},
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.organisation",
                        verbose_name="laboratory",
                    ),
                ),
            ],
            options={
                "verbose_name": "qualification",
                "verbose_name_plural": "qualifications",
                "ordering": ("laboratory__name", "-valid_until", "id"),
                "constraints": [
                    models.UniqueConstraint(fields=("laboratory", "cma_number"), name="qualification_one"),
                    models.CheckConstraint(
                        condition=models.Q(("valid_until__gte", models.F("valid_from"))),
                        name="qualification_valid",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="QualificationScope",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "category",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        to="catalogue.category",
                        verbose_name="product category",
                    ),
                ),
                (
                    "item",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        to="catalogue.testitem",
                        verbose_name="test item",
                    ),
                ),
                (
                    "qualification",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="scope",
                        to="inspection.qualification",
                    ),
                ),
                (
                    "standard",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        to="catalogue.standard",
                        verbose_name="test method",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("category", None), ("item", None), ("standard", None), _negated=True
                        ),
                        name="qualification_scope_says_something",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Report",
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
                ("brand", models.CharField(blank=True, max_length=200, verbose_name="brand")),
                ("model", models.CharField(blank=True, max_length=200, verbose_name="model")),
                (
                    "batch",
                    models.CharField(blank=True, max_length=120, verbose_name="date of production or batch"),
                ),
                ("item_id", models.CharField(max_length=60, verbose_name="product ID")),
                ("shop", models.CharField(blank=True, max_length=200, verbose_name="shop")),
                ("producer", models.CharField(blank=True, max_length=200, verbose_name="producer")),
                (
                    "producer_address",
                    models.CharField(blank=True, max_length=200, verbose_name="producer's address"),
                ),
                ("sampled_on", trail.days.Day(verbose_name="sampled on")),
                ("quantity", models.CharField(max_length=60, verbose_name="quantity")),
                ("tested_from", trail.days.Day(blank=True, null=True, verbose_name="testing began on")),
                ("tested_to", trail.days.Day(blank=True, null=True, verbose_name="testing ended on")),
                ("tested_at", models.CharField(blank=True, max_length=200, verbose_name="place of testing")),
                ("deviations", models.TextField(blank=True, verbose_name="deviations from the method")),
                ("analysis", models.TextField(blank=True, verbose_name="analysis of the results")),
                ("conclusion", models.TextField(blank=True, editable=False, verbose_name="conclusion")),
                (
                    "retest_reason",
                    models.CharField(
                        blank=True, editable=False, max_length=300, verbose_name="why it is tested again"
                    ),
                ),
                (
                    "entrustment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reports",
                        to="inspection.entrustment",
                    ),
                ),
                (
                    "laboratory",
                    models.ForeignKey(
                        limit_choices_to={"kind": "laboratory"},
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.organisation",
                        verbose_name="laboratory",
                    ),
                ),
                (
                    "regulator",
                    models.ForeignKey(
                        blank=True,
                        limit_choices_to={"kind": "regulator"},
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.organisation",
                        verbose_name="task set by",
                    ),
                ),
                (
                    "reviewer",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="reviewer",
                    ),
                ),
                (
                    "sample",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reports",
                        to="sampling.sample",
                        verbose_name="sample",
                    ),
                ),
                (
                    "signatory",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="authorised signatory",
                    ),
                ),
                (
                    "tester",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="tester",
                    ),
                ),
            ],
            options={
                "verbose_name": "test report",
                "verbose_name_plural": "test reports",
                "indexes": [
                    models.Index(fields=["item_id"], name="report_item"),
                    django.contrib.postgres.indexes.GinIndex(
                        django.contrib.postgres.indexes.OpClass(
                            django.db.models.functions.text.Upper("producer"), name="gin_trgm_ops"
                        ),
                        name="report_producer_part",
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("item_id", ""), _negated=True), name="report_has_item_id"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("tested_from", None),
                            ("tested_to", None),
                            ("tested_to__gte", models.F("tested_from")),
                            _connector="OR",
                        ),
                        name="report_tested_in_order",
                    ),
                ],
            },
            bases=(inspection.reports.models.before.Before, "casework.record"),
        ),
        migrations.AddField(
            model_name="entrustedsample",
            name="report",
            field=models.OneToOneField(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="entrusted",
                to="inspection.report",
            ),
        ),
        migrations.CreateModel(
            name="Result",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("unit", models.CharField(blank=True, max_length=20, verbose_name="unit")),
                (
                    "limit_text",
                    models.CharField(
                        blank=True,
                        help_text="As the standard writes it: ≤ 0.10, 6.5~8.5.",
                        max_length=120,
                        verbose_name="limit",
                    ),
                ),
                (
                    "limit_low",
                    models.DecimalField(
                        blank=True,
                        decimal_places=6,
                        editable=False,
                        max_digits=16,
                        null=True,
                        verbose_name="lower limit",
                    ),
                ),
                (
                    "limit_high",
                    models.DecimalField(
                        blank=True,
                        decimal_places=6,
                        editable=False,
                        max_digits=16,
                        null=True,
                        verbose_name="upper limit",
                    ),
                ),
                (
                    "comparison",
                    models.CharField(
                        choices=[("full", "In full"), ("rounded", "Rounded to the places of the limit")],
                        default="full",
                        max_length=8,
                        verbose_name="comparison",
                    ),
                ),
                (
                    "interval",
                    models.DecimalField(
                        blank=True,
                        decimal_places=6,
                        help_text="0.5 or 0.2 of a place, where the standard says so; empty: to the places of the limit.",
                        max_digits=16,
                        null=True,
                        validators=[catalogue.limited.check_interval],
                        verbose_name="rounds to",
                    ),
                ),
                ("position", models.PositiveSmallIntegerField()),
                ("name", models.CharField(max_length=100, verbose_name="test item")),
                ("method", models.CharField(max_length=260, verbose_name="test method")),
                ("requirement", models.CharField(max_length=260, verbose_name="grounds of judgement")),
                ("declared", models.CharField(blank=True, max_length=60, verbose_name="declared value")),
                ("value", models.CharField(blank=True, max_length=200, verbose_name="measured value")),
                (
                    "value_as_written",
                    models.CharField(blank=True, max_length=200, verbose_name="as it was written"),
                ),
                (
                    "lod",
                    models.DecimalField(
                        blank=True,
                        decimal_places=6,
                        max_digits=16,
                        null=True,
                        validators=[django.core.validators.MinValueValidator(Decimal("0.000001"))],
                        verbose_name="limit of detection",
                    ),
                ),
                (
                    "judged",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("conforming", "Conforming"),
                            ("non_conforming", "Non-conforming"),
                            ("not_tested", "Not tested"),
                            ("not_judged", "Not judged"),
                        ],
                        max_length=16,
                        verbose_name="verdict by the figures",
                    ),
                ),
                (
                    "verdict",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("conforming", "Conforming"),
                            ("non_conforming", "Non-conforming"),
                            ("not_tested", "Not tested"),
                            ("not_judged", "Not judged"),
                        ],
                        max_length=16,
                        verbose_name="verdict",
                    ),
                ),
                (
                    "reason",
                    models.CharField(
                        blank=True, max_length=200, verbose_name="reason of the verdict by hand"
                    ),
                ),
                ("remark", models.CharField(blank=True, max_length=200, verbose_name="remark")),
                ("subcontracted", models.BooleanField(default=False, verbose_name="subcontracted")),
                ("overruled", models.TextField(blank=True, editable=False, verbose_name="overwritten")),
                (
                    "taken_back",
                    models.TextField(blank=True, editable=False, verbose_name="failing results taken back"),
                ),
                ("entered_at", trail.days.Moment(editable=False, null=True, verbose_name="entered at")),
                (
                    "entered_by",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="entered by",
                    ),
                ),
                (
                    "item",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="results",
                        to="catalogue.testitem",
                    ),
                ),
                (
                    "report",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="results",
                        to="inspection.report",
                    ),
                ),
            ],
            options={
                "verbose_name": "result",
                "ordering": ("position",),
                "constraints": [
                    models.UniqueConstraint(fields=("report", "position"), name="result_position"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("verdict", models.F("judged")),
                            models.Q(("judged", ""), models.Q(("reason", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="result_by_hand_has_reason",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("lod", None), ("lod__gt", 0), _connector="OR"),
                        name="result_lod_positive",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="RawRecord",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("position", models.PositiveSmallIntegerField()),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("sheet", "Record sheet of the test"),
                            ("printout", "Printout of the instrument"),
                            ("curve", "Chromatogram, spectrum or curve"),
                            ("calculation", "Calculation"),
                            ("picture", "Photo or video of the test"),
                            ("other", "Something else"),
                        ],
                        max_length=12,
                        verbose_name="kind of record",
                    ),
                ),
                ("taken_on", trail.days.Day(verbose_name="written down on")),
                ("instrument", models.CharField(max_length=120, verbose_name="instrument and its number")),
                ("at", trail.days.Moment(verbose_name="entered at")),
                (
                    "attachment",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="documents.attachment",
                        verbose_name="file",
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="written down by",
                    ),
                ),
                (
                    "replaces",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="replaced_by",
                        to="inspection.rawrecord",
                        verbose_name="replaces",
                    ),
                ),
                (
                    "report",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="raw_records",
                        to="inspection.report",
                    ),
                ),
                (
                    "results",
                    models.ManyToManyField(
                        related_name="raw_records",
                        to="inspection.result",
                        verbose_name="items that it covers",
                    ),
                ),
            ],
            options={
                "verbose_name": "raw record",
                "verbose_name_plural": "raw records",
                "ordering": ("position",),
                "constraints": [
                    models.UniqueConstraint(fields=("report", "position"), name="raw_record_position")
                ],
            },
        ),
        migrations.CreateModel(
            name="Correction",
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
                (
                    "entry",
                    models.CharField(
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
                ("old_value", models.CharField(blank=True, max_length=200, verbose_name="old value")),
                ("new_value", models.CharField(blank=True, max_length=200, verbose_name="new value")),
                (
                    "taken_on",
                    trail.days.Day(blank=True, null=True, verbose_name="raw record written down on"),
                ),
                ("reason", models.CharField(max_length=500, verbose_name="reason")),
                (
                    "item_before",
                    models.CharField(
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
                (
                    "item_after",
                    models.CharField(
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
                (
                    "outcome_before",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("conforming", "Conforming"),
                            ("in_part", "Conforming as far as tested"),
                            ("non_conforming", "Non-conforming"),
                        ],
                        editable=False,
                        max_length=16,
                    ),
                ),
                (
                    "outcome_after",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("conforming", "Conforming"),
                            ("in_part", "Conforming as far as tested"),
                            ("non_conforming", "Non-conforming"),
                        ],
                        editable=False,
                        max_length=16,
                    ),
                ),
                ("conclusion_after", models.TextField(blank=True, editable=False)),
                ("confirmed_at", trail.days.Moment(editable=False, null=True, verbose_name="confirmed at")),
                ("reviewed_at", trail.days.Moment(editable=False, null=True, verbose_name="reviewed at")),
                ("approved_at", trail.days.Moment(editable=False, null=True, verbose_name="approved at")),
                ("decided_at", trail.days.Moment(editable=False, null=True, verbose_name="applied at")),
                (
                    "approved_by",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="approved by",
                    ),
                ),
                (
                    "confirmed_by",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="confirmed by the inspector",
                    ),
                ),
                (
                    "laboratory",
                    models.ForeignKey(
                        limit_choices_to={"kind": "laboratory"},
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.organisation",
                        verbose_name="laboratory",
                    ),
                ),
                (
                    "new_file",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="documents.attachment",
                        verbose_name="new file",
                    ),
                ),
                (
                    "proposed_by",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="proposed by",
                    ),
                ),
                (
                    "regulator",
                    models.ForeignKey(
                        blank=True,
                        limit_choices_to={"kind": "regulator"},
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.organisation",
                        verbose_name="task set by",
                    ),
                ),
                (
                    "reviewed_by",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="confirmed by the reviewer",
                    ),
                ),
                (
                    "tester",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="tester",
                    ),
                ),
                (
                    "raw",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="corrections",
                        to="inspection.rawrecord",
                        verbose_name="raw record",
                    ),
                ),
                (
                    "report",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="corrections",
                        to="inspection.report",
                        verbose_name="test report",
                    ),
                ),
                (
                    "result",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="corrections",
                        to="inspection.result",
                        verbose_name="test item",
                    ),
                ),
            ],
            options={
                "verbose_name": "correction",
                "verbose_name_plural": "corrections",
                "constraints": [
                    models.CheckConstraint(
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
                    models.CheckConstraint(
                        condition=models.Q(("reason", ""), _negated=True), name="correction_has_reason"
                    ),
                ],
            },
            bases=("casework.record",),
        ),
        migrations.CreateModel(
            name="AbnormalSample",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "decision",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("go_on", "Test it on"),
                            ("in_part", "Test it in part"),
                            ("replace", "Buy a substitute"),
                            ("end", "Test it no more"),
                        ],
                        max_length=8,
                        verbose_name="decision",
                    ),
                ),
                (
                    "abnormality",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="concerned",
                        to="inspection.abnormality",
                    ),
                ),
                (
                    "left_out",
                    models.ManyToManyField(
                        related_name="+", to="catalogue.testitem", verbose_name="items left out"
                    ),
                ),
                (
                    "entrusted",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="abnormal",
                        to="inspection.entrustedsample",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("abnormality", "entrusted"), name="abnormal_sample_one")
                ],
            },
        ),
        migrations.AddConstraint(
            model_name="entrustedsample",
            constraint=models.UniqueConstraint(
                condition=models.Q(("released", False)), fields=("sample",), name="entrusted_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="entrustedsample",
            constraint=models.UniqueConstraint(fields=("entrustment", "sample"), name="entrusted_one"),
        ),
    ]
