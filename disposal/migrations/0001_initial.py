import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.core.validators
import django.db.models.deletion
import django.db.models.functions.text
from django.conf import settings
from django.db import migrations, models

import accounts.addresses
import catalogue.models
import documents.models
import trail.days


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accounts", "0001_initial"),
        ("accounts", "__first__"),
        ("casework", "0001_initial"),
        ("catalogue", "0001_initial"),
        ("documents", "0001_initial"),
        ("inspection", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Compilation",
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
                ("task", models.CharField(max_length=200, verbose_name="monitoring task")),
                ("period_from", trail.days.Day(verbose_name="monitored from")),
                ("period_to", trail.days.Day(verbose_name="monitored until")),
                (
                    "summary",
                    models.TextField(
                        help_text="For the regulator; platforms get figures of their own.",
                        verbose_name="summary",
                    ),
                ),
                (
                    "analysis",
                    models.TextField(blank=True, help_text="For the regulator.", verbose_name="analysis"),
                ),
                ("advice", models.TextField(blank=True, verbose_name="advice to the regulator")),
                (
                    "platform_advice",
                    models.TextField(
                        blank=True,
                        help_text="The same for all: name no platform and no shop.",
                        verbose_name="advice to platforms",
                    ),
                ),
                (
                    "least",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("warn", "Warn consumers"),
                            ("take_back", "Take goods back"),
                            ("delist", "Delist the product"),
                            ("block", "Block the product or its link"),
                            ("recall", "Recall the product"),
                            ("forfeit", "Forfeit the quality penalty"),
                            ("restrict", "Restrict the shop's listings or rank"),
                            ("points", "Deduct points from the shop"),
                            ("freeze", "Freeze payments to the shop"),
                            ("suspend", "Suspend the service to the shop"),
                            ("remove", "Remove the shop from the platform"),
                        ],
                        help_text="Left empty, it follows from the grade of each product.",
                        max_length=10,
                        verbose_name="least measure proposed",
                    ),
                ),
                (
                    "least_reason",
                    models.CharField(
                        blank=True,
                        help_text="Needed where the least measure is not to follow from the grade.",
                        max_length=200,
                        verbose_name="why this is the least measure",
                    ),
                ),
                (
                    "without_photos",
                    models.CharField(
                        blank=True,
                        max_length=200,
                        verbose_name="why it was sent without photos that nobody had looked at",
                    ),
                ),
                (
                    "approved_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="approved by",
                    ),
                ),
                (
                    "compiled_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="compiled by",
                    ),
                ),
                (
                    "regulator",
                    models.ForeignKey(
                        limit_choices_to={"kind": "regulator"},
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.organisation",
                        verbose_name="task set by",
                    ),
                ),
                (
                    "reports",
                    models.ManyToManyField(
                        related_name="compilations", to="inspection.report", verbose_name="test reports"
                    ),
                ),
            ],
            options={
                "verbose_name": "compiled report",
                "verbose_name_plural": "compiled reports",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("period_to__gte", models.F("period_from"))),
                        name="compilation_period",
                    )
                ],
            },
            bases=("casework.record",),
        ),
        migrations.CreateModel(
            name="DisposalItem",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("item_id", models.CharField(max_length=60, verbose_name="product ID")),
                ("product", models.CharField(max_length=200, verbose_name="product")),
                ("model", models.CharField(blank=True, max_length=200, verbose_name="model")),
                ("shop", models.CharField(max_length=200, verbose_name="shop")),
                (
                    "failing",
                    models.CharField(blank=True, max_length=400, verbose_name="non-conforming items"),
                ),
                (
                    "verdict",
                    models.CharField(
                        choices=[
                            ("conforming", "Conforming"),
                            ("in_part", "Conforming as far as tested"),
                            ("non_conforming", "Non-conforming"),
                        ],
                        max_length=16,
                        verbose_name="verdict",
                    ),
                ),
                (
                    "least",
                    models.CharField(
                        choices=[
                            ("warn", "Warn consumers"),
                            ("take_back", "Take goods back"),
                            ("delist", "Delist the product"),
                            ("block", "Block the product or its link"),
                            ("recall", "Recall the product"),
                            ("forfeit", "Forfeit the quality penalty"),
                            ("restrict", "Restrict the shop's listings or rank"),
                            ("points", "Deduct points from the shop"),
                            ("freeze", "Freeze payments to the shop"),
                            ("suspend", "Suspend the service to the shop"),
                            ("remove", "Remove the shop from the platform"),
                        ],
                        max_length=10,
                        verbose_name="least measure proposed",
                    ),
                ),
                ("lifted_on", trail.days.Day(editable=False, null=True, verbose_name="measures lifted on")),
                (
                    "report",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="inspection.report",
                        verbose_name="test report",
                    ),
                ),
            ],
            options={
                "verbose_name": "product",
                "ordering": ("id",),
            },
        ),
        migrations.CreateModel(
            name="EnforcementCase",
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
                ("received_on", trail.days.Day(null=True, verbose_name="delivered on")),
                ("started_on", trail.days.Day(null=True, verbose_name="inspection begun on")),
                (
                    "notice_number",
                    models.CharField(
                        blank=True, max_length=60, verbose_name="number of the inspection notice"
                    ),
                ),
                ("jurisdiction", models.CharField(max_length=200, verbose_name="grounds of jurisdiction")),
                ("served_on", trail.days.Day(blank=True, null=True, verbose_name="enterprise informed on")),
                ("transferred_on", trail.days.Day(editable=False, null=True, verbose_name="transferred on")),
                ("materials", models.TextField(blank=True, verbose_name="papers and evidence handed over")),
                (
                    "handed_over",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=300),
                        blank=True,
                        default=list,
                        size=None,
                        verbose_name="what is handed over",
                    ),
                ),
                ("disputed_on", trail.days.Day(editable=False, null=True, verbose_name="disputed on")),
                (
                    "dispute_reason",
                    models.TextField(blank=True, verbose_name="why another regulator is competent"),
                ),
                ("assigned_on", trail.days.Day(editable=False, null=True, verbose_name="assigned on")),
                ("assignment_reason", models.TextField(blank=True, verbose_name="reason of the decision")),
                (
                    "control",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("stop", "Production or sale suspended"),
                            ("seal", "Products sealed up"),
                            ("recall", "Recall ordered"),
                            ("none", "No control needed"),
                        ],
                        max_length=10,
                        verbose_name="control of the products",
                    ),
                ),
                (
                    "made",
                    models.PositiveIntegerField(
                        blank=True, null=True, verbose_name="pieces made or bought in"
                    ),
                ),
                (
                    "goods_value",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        max_digits=14,
                        null=True,
                        validators=[django.core.validators.MinValueValidator(0)],
                        verbose_name="value of the goods, yuan",
                    ),
                ),
                ("sold", models.PositiveIntegerField(blank=True, null=True, verbose_name="pieces sold")),
                ("stock", models.PositiveIntegerField(blank=True, null=True, verbose_name="pieces in stock")),
                (
                    "sealed",
                    models.PositiveIntegerField(blank=True, null=True, verbose_name="pieces sealed up"),
                ),
                (
                    "recalled",
                    models.PositiveIntegerField(blank=True, null=True, verbose_name="pieces recalled"),
                ),
                ("not_recalled_why", models.TextField(blank=True, verbose_name="why not all were recalled")),
                (
                    "under_control",
                    models.BooleanField(default=False, verbose_name="the products are under control"),
                ),
                (
                    "not_controlled_why",
                    models.TextField(blank=True, verbose_name="why the products are not under control"),
                ),
                (
                    "cause",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("material", "Raw material"),
                            ("technique", "Production technique"),
                            ("process", "Process control"),
                            ("transport", "Storage or transport"),
                            ("packing", "Packing"),
                            ("label", "Label or marking"),
                            ("human", "Human error"),
                            ("counterfeit", "Counterfeit"),
                            ("other", "Something else"),
                        ],
                        max_length=12,
                        verbose_name="cause",
                    ),
                ),
                ("cause_detail", models.TextField(blank=True, verbose_name="details of the cause")),
                ("filed_on", trail.days.Day(null=True, verbose_name="case filed on")),
                ("case_number", models.CharField(blank=True, max_length=60, verbose_name="case number")),
                (
                    "own_ground",
                    models.TextField(blank=True, verbose_name="upon what it goes on since the report turned"),
                ),
                ("violation", models.TextField(blank=True, verbose_name="violation and its grounds")),
                ("not_filed_why", models.TextField(blank=True, verbose_name="why no case was filed")),
                ("decided_on", trail.days.Day(null=True, verbose_name="decided on")),
                (
                    "decision_number",
                    models.CharField(blank=True, max_length=60, verbose_name="number of the decision"),
                ),
                (
                    "penalties",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=[
                                ("warning", "Warning"),
                                ("criticism", "Public criticism"),
                                ("fine", "Fine"),
                                ("gains", "Confiscation of illegal gains"),
                                ("goods", "Confiscation of illegal goods"),
                                ("restriction", "Restriction of business"),
                                ("closure", "Order to stop production or business"),
                                ("permit", "Permit revoked"),
                                ("licence", "Business licence revoked"),
                            ],
                            max_length=12,
                        ),
                        blank=True,
                        default=list,
                        size=None,
                        verbose_name="penalties",
                    ),
                ),
                (
                    "amount",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        max_digits=14,
                        null=True,
                        validators=[django.core.validators.MinValueValidator(0)],
                        verbose_name="fine and confiscation, yuan",
                    ),
                ),
                ("provision", models.TextField(blank=True, verbose_name="provisions on which it rests")),
                (
                    "pay_to",
                    models.CharField(blank=True, max_length=300, verbose_name="where and how it is paid"),
                ),
                (
                    "reconsidered_by",
                    models.CharField(blank=True, max_length=120, verbose_name="who reconsiders it"),
                ),
                (
                    "court",
                    models.CharField(
                        blank=True, max_length=120, verbose_name="court with which it is contested"
                    ),
                ),
                ("contact", models.CharField(blank=True, max_length=60, verbose_name="whom to ask")),
                (
                    "contact_phone",
                    models.CharField(blank=True, max_length=40, verbose_name="telephone for questions"),
                ),
                (
                    "not_penalised_why",
                    models.TextField(blank=True, verbose_name="why no penalty was imposed"),
                ),
                ("review_opinion", models.TextField(blank=True, verbose_name="opinion of the legal review")),
                ("told_on", trail.days.Day(null=True, verbose_name="party told of the proposed penalty on")),
                (
                    "statement",
                    models.TextField(blank=True, verbose_name="what the party states in its defence"),
                ),
                (
                    "waived",
                    models.BooleanField(
                        default=False, verbose_name="the party waives the rest of its time in writing"
                    ),
                ),
                ("considered", models.TextField(blank=True, verbose_name="how that was considered")),
                ("decision_served_on", trail.days.Day(null=True, verbose_name="decision served on")),
                ("executed_on", trail.days.Day(null=True, verbose_name="executed on")),
                ("execution", models.TextField(blank=True, verbose_name="how it was executed")),
                ("closed_on", trail.days.Day(null=True, verbose_name="case closed on")),
                ("published_on", trail.days.Day(blank=True, null=True, verbose_name="published on")),
                ("account", models.TextField(blank=True, verbose_name="handling as a whole")),
                ("reported_by", models.CharField(blank=True, max_length=60, verbose_name="reported by")),
                ("confirmed_by", models.CharField(blank=True, max_length=60, verbose_name="confirmed by")),
                ("fed_back_on", trail.days.Day(editable=False, null=True, verbose_name="reported on")),
                (
                    "returned_on",
                    trail.days.Day(editable=False, null=True, verbose_name="return delivered on"),
                ),
                (
                    "assigned_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.organisation",
                        verbose_name="assigned by",
                    ),
                ),
                (
                    "compilation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="cases",
                        to="disposal.compilation",
                        verbose_name="compiled report",
                    ),
                ),
                (
                    "disputed_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.organisation",
                        verbose_name="jurisdiction disputed by",
                    ),
                ),
                (
                    "enterprise",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="catalogue.enterprise",
                        verbose_name="enterprise",
                    ),
                ),
                (
                    "regulator",
                    models.ForeignKey(
                        limit_choices_to={"kind": "regulator"},
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.organisation",
                        verbose_name="regulator",
                    ),
                ),
                (
                    "report",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="cases",
                        to="inspection.report",
                        verbose_name="test report",
                    ),
                ),
                (
                    "sender",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.organisation",
                        verbose_name="passed on by",
                    ),
                ),
                (
                    "shop",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="catalogue.shop",
                        verbose_name="shop",
                    ),
                ),
                (
                    "transferred_from",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.organisation",
                        verbose_name="transferred by",
                    ),
                ),
            ],
            options={
                "verbose_name": "enforcement case",
                "verbose_name_plural": "enforcement cases",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("amount", None), ("amount__gte", 0), _connector="OR"),
                            models.Q(("goods_value", None), ("goods_value__gte", 0), _connector="OR"),
                        ),
                        name="enforcement_amounts",
                    )
                ],
            },
            bases=("casework.record",),
        ),
        migrations.CreateModel(
            name="CaseEvidence",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("made_on", trail.days.Day(verbose_name="made on")),
                (
                    "file",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="documents.attachment",
                        verbose_name="file",
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="evidence",
                        to="disposal.enforcementcase",
                    ),
                ),
            ],
            options={
                "verbose_name": "own evidence",
                "verbose_name_plural": "own evidence",
                "ordering": ("id",),
            },
        ),
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
                ("delivered_on", trail.days.Day(editable=False, null=True, verbose_name="delivered on")),
                (
                    "received_at",
                    trail.days.Moment(editable=False, null=True, verbose_name="received by the platform"),
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
                ("sold_from", trail.days.Day(blank=True, null=True, verbose_name="sales from")),
                ("sold_to", trail.days.Day(blank=True, null=True, verbose_name="sales until")),
                ("complaints", models.TextField(blank=True, verbose_name="complaints and returns")),
                ("remark", models.TextField(blank=True, verbose_name="remark")),
                ("answered_by", models.CharField(blank=True, max_length=60, verbose_name="answered by")),
                ("answered_on", trail.days.Day(editable=False, null=True, verbose_name="answered on")),
                ("cannot_why", models.TextField(blank=True, verbose_name="why it cannot be answered")),
                (
                    "region",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.region",
                        verbose_name="actual place of business",
                    ),
                ),
                (
                    "regulator",
                    models.ForeignKey(
                        limit_choices_to={"kind": "regulator"},
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.organisation",
                        verbose_name="asked by",
                    ),
                ),
                (
                    "shop",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="catalogue.shop",
                        verbose_name="shop",
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="letters",
                        to="disposal.enforcementcase",
                        verbose_name="enforcement case",
                    ),
                ),
            ],
            options={
                "verbose_name": "assistance letter",
                "verbose_name_plural": "assistance letters",
                "indexes": [models.Index(fields=["item_id"], name="assistance_item")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("sold_from", None),
                            ("sold_to", None),
                            ("sold_to__gte", models.F("sold_from")),
                            _connector="OR",
                        ),
                        name="assistance_period",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("amount", None), ("amount__gte", 0), _connector="OR"),
                        name="assistance_amount_not_negative",
                    ),
                ],
            },
            bases=("casework.record",),
        ),
        migrations.CreateModel(
            name="GradeTable",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("version", models.PositiveIntegerField(verbose_name="version")),
                ("cells", models.JSONField()),
                ("reason", models.CharField(max_length=500, verbose_name="reason")),
                ("made_at", trail.days.Moment(verbose_name="made")),
                (
                    "center",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.organisation",
                    ),
                ),
                (
                    "made_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="made by",
                    ),
                ),
            ],
            options={
                "verbose_name": "table of grades",
                "verbose_name_plural": "tables of grades",
                "ordering": ("-version",),
                "constraints": [
                    models.UniqueConstraint(fields=("center", "version"), name="grade_table_version"),
                    models.CheckConstraint(
                        condition=models.Q(("reason", ""), _negated=True), name="grade_table_has_reason"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="NationalReport",
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
                ("period_from", trail.days.Day(verbose_name="from")),
                ("period_to", trail.days.Day(verbose_name="until")),
                ("figures", models.JSONField(default=dict, editable=False)),
                ("summary", models.TextField(blank=True, verbose_name="summary")),
                ("analysis", models.TextField(blank=True, verbose_name="analysis")),
                ("advice", models.TextField(blank=True, verbose_name="advice")),
                (
                    "approved_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="approved by",
                    ),
                ),
                (
                    "compiled_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="compiled by",
                    ),
                ),
                (
                    "regulator",
                    models.ForeignKey(
                        limit_choices_to={"kind": "regulator"},
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.organisation",
                        verbose_name="national authority",
                    ),
                ),
                (
                    "reviewed_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="reviewed by",
                    ),
                ),
            ],
            options={
                "verbose_name": "national report",
                "verbose_name_plural": "national reports",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("period_to__gte", models.F("period_from"))),
                        name="national_period",
                    )
                ],
            },
            bases=("casework.record",),
        ),
        migrations.CreateModel(
            name="PartyDecision",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "party",
                    models.CharField(
                        choices=[
                            ("label", "Whom the label names"),
                            ("listing", "Whom the listing names"),
                            ("unknown", "Nobody known, counterfeit suspected: the shop alone"),
                        ],
                        max_length=8,
                        verbose_name="taken as the party",
                    ),
                ),
                ("reason", models.TextField(verbose_name="reason of the decision")),
                (
                    "label_producer",
                    models.CharField(blank=True, max_length=200, verbose_name="producer on the label"),
                ),
                (
                    "label_brand",
                    models.CharField(blank=True, max_length=200, verbose_name="brand on the label"),
                ),
                (
                    "listed_producer",
                    models.CharField(blank=True, max_length=200, verbose_name="producer in the listing"),
                ),
                (
                    "listed_brand",
                    models.CharField(blank=True, max_length=200, verbose_name="brand in the listing"),
                ),
                ("decided_at", trail.days.Moment(verbose_name="decided")),
                (
                    "decided_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="decided by",
                    ),
                ),
                (
                    "enterprise",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="catalogue.enterprise",
                        verbose_name="enterprise",
                    ),
                ),
                (
                    "report",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="party_decisions",
                        to="inspection.report",
                        verbose_name="test report",
                    ),
                ),
            ],
            options={
                "verbose_name": "decision on the party",
                "verbose_name_plural": "decisions on the party",
                "ordering": ("id",),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("enterprise", None), ("party", "unknown")),
                            models.Q(
                                models.Q(("party", "unknown"), _negated=True), ("enterprise__isnull", False)
                            ),
                            _connector="OR",
                        ),
                        name="party_names_whom",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("reason", ""), _negated=True), name="party_has_reason"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PhotoDecision",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("source_sha256", models.CharField(max_length=64)),
                (
                    "token",
                    models.CharField(
                        default=accounts.addresses.token, editable=False, max_length=32, unique=True
                    ),
                ),
                ("released", models.BooleanField(verbose_name="goes out with the redacted report")),
                ("masks", models.JSONField(default=list)),
                (
                    "ground",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("person", "it shows a person, or what leads to one"),
                            ("order", "it shows the order, the payment or the parcel"),
                            ("unclear", "what it shows cannot be made out"),
                            ("beside", "it shows nothing that the report rests on"),
                        ],
                        max_length=10,
                        verbose_name="why it is withheld",
                    ),
                ),
                ("reason", models.CharField(blank=True, max_length=200, verbose_name="note for the center")),
                (
                    "file",
                    models.FileField(blank=True, upload_to=documents.models.random_name, verbose_name="file"),
                ),
                ("name", models.CharField(blank=True, max_length=150, verbose_name="file name")),
                ("size", models.PositiveBigIntegerField(default=0, verbose_name="size")),
                ("content_type", models.CharField(blank=True, max_length=100, verbose_name="content type")),
                ("sha256", models.CharField(blank=True, max_length=64, verbose_name="SHA-256")),
                ("decided_at", trail.days.Moment(verbose_name="when")),
                (
                    "decided_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="looked at by",
                    ),
                ),
                (
                    "replaces",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="replaced_by",
                        to="disposal.photodecision",
                        verbose_name="replaces",
                    ),
                ),
                (
                    "report",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="photo_decisions",
                        to="inspection.report",
                    ),
                ),
                (
                    "source",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="documents.attachment",
                    ),
                ),
            ],
            options={
                "verbose_name": "decision on a photo",
                "verbose_name_plural": "decisions on photos",
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("replaces", None)),
                        fields=("report", "source"),
                        name="photo_decided_first_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("ground", ""),
                                ("reason", ""),
                                ("released", True),
                                models.Q(("file", ""), _negated=True),
                                models.Q(("sha256", ""), _negated=True),
                            ),
                            models.Q(
                                ("file", ""),
                                ("masks", []),
                                ("released", False),
                                ("sha256", ""),
                                models.Q(("ground", ""), ("reason", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="photo_released_or_withheld",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PlatformDisposal",
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
                    "level",
                    models.CharField(
                        blank=True,
                        choices=[("other", "Other"), ("high", "High"), ("serious", "Serious")],
                        editable=False,
                        max_length=10,
                        verbose_name="grade",
                    ),
                ),
                ("delivered_on", trail.days.Day(editable=False, null=True, verbose_name="delivered on")),
                (
                    "received_at",
                    trail.days.Moment(
                        editable=False, null=True, verbose_name="receipt confirmed by the platform"
                    ),
                ),
                (
                    "reopened_at",
                    trail.days.Moment(editable=False, null=True, verbose_name="returned to the platform"),
                ),
                (
                    "returned_on",
                    trail.days.Day(editable=False, null=True, verbose_name="return delivered on"),
                ),
                ("handled_on", trail.days.Day(null=True, verbose_name="handling finished on")),
                (
                    "below_reason",
                    models.TextField(
                        blank=True,
                        help_text="Needed where a product's measures stay below the least one proposed for it.",
                        verbose_name="why less was done than proposed",
                    ),
                ),
                (
                    "pieces",
                    models.PositiveIntegerField(blank=True, null=True, verbose_name="pieces concerned"),
                ),
                (
                    "orders",
                    models.PositiveIntegerField(blank=True, null=True, verbose_name="orders concerned"),
                ),
                (
                    "refunded",
                    models.PositiveIntegerField(blank=True, null=True, verbose_name="orders refunded"),
                ),
                (
                    "consumers_told",
                    models.PositiveIntegerField(blank=True, null=True, verbose_name="consumers informed"),
                ),
                (
                    "same_products",
                    models.TextField(blank=True, verbose_name="search for the same product in other shops"),
                ),
                ("opinion", models.TextField(blank=True, verbose_name="the platform's opinion")),
                ("contact", models.CharField(blank=True, max_length=60, verbose_name="contact person")),
                ("contact_phone", models.CharField(blank=True, max_length=40, verbose_name="telephone")),
                ("fed_back_on", trail.days.Day(editable=False, null=True, verbose_name="reported on")),
                (
                    "end_delivered_on",
                    trail.days.Day(editable=False, null=True, verbose_name="end delivered on"),
                ),
                ("lifted_on", trail.days.Day(null=True, verbose_name="measures lifted on")),
                ("checked_on", trail.days.Day(null=True, verbose_name="checked on")),
                (
                    "unreachable",
                    models.BooleanField(default=False, verbose_name="the product can no longer be reached"),
                ),
                (
                    "not_relisted",
                    models.BooleanField(default=False, verbose_name="the product has not been listed again"),
                ),
                ("check_account", models.TextField(blank=True, verbose_name="how it was checked")),
                (
                    "compilation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="disposals",
                        to="disposal.compilation",
                        verbose_name="compiled report",
                    ),
                ),
                (
                    "regulator",
                    models.ForeignKey(
                        limit_choices_to={"kind": "regulator"},
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.organisation",
                        verbose_name="regulator",
                    ),
                ),
            ],
            options={
                "verbose_name": "platform disposal",
                "verbose_name_plural": "platform disposals",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("checked_on", None), ("unreachable", models.F("not_relisted")), _connector="OR"
                        ),
                        name="disposal_checked",
                    )
                ],
            },
            bases=("casework.record",),
        ),
        migrations.CreateModel(
            name="MeasureTaken",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "measure",
                    models.CharField(
                        choices=[
                            ("warn", "Warn consumers"),
                            ("take_back", "Take goods back"),
                            ("delist", "Delist the product"),
                            ("block", "Block the product or its link"),
                            ("recall", "Recall the product"),
                            ("forfeit", "Forfeit the quality penalty"),
                            ("restrict", "Restrict the shop's listings or rank"),
                            ("points", "Deduct points from the shop"),
                            ("freeze", "Freeze payments to the shop"),
                            ("suspend", "Suspend the service to the shop"),
                            ("remove", "Remove the shop from the platform"),
                        ],
                        max_length=10,
                        verbose_name="measure",
                    ),
                ),
                (
                    "carried_out_by",
                    models.CharField(
                        choices=[("platform", "The platform"), ("shop", "The shop, urged by the platform")],
                        max_length=10,
                        verbose_name="carried out by",
                    ),
                ),
                ("asked_on", trail.days.Day(blank=True, null=True, verbose_name="asked for on")),
                ("done_on", trail.days.Day(verbose_name="done on")),
                ("internal_rule", models.CharField(max_length=200, verbose_name="rule of the platform")),
                (
                    "before_why",
                    models.CharField(
                        blank=True,
                        help_text="Needed where the measure was done before the report was sent.",
                        max_length=200,
                        verbose_name="taken already before the report: why",
                    ),
                ),
                (
                    "amount",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        max_digits=12,
                        null=True,
                        validators=[django.core.validators.MinValueValidator(0)],
                        verbose_name="amount forfeited, yuan",
                    ),
                ),
                ("at", trail.days.Moment(editable=False)),
                ("struck_at", trail.days.Moment(editable=False, null=True, verbose_name="struck")),
                (
                    "struck_why",
                    models.CharField(
                        blank=True, editable=False, max_length=200, verbose_name="why it was struck"
                    ),
                ),
                (
                    "evidence",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="documents.attachment",
                        verbose_name="evidence",
                    ),
                ),
                (
                    "items",
                    models.ManyToManyField(
                        related_name="measures", to="disposal.disposalitem", verbose_name="products"
                    ),
                ),
                (
                    "disposal",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="measures",
                        to="disposal.platformdisposal",
                    ),
                ),
            ],
            options={
                "verbose_name": "measure",
                "ordering": ("id",),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("amount__gte", 0), ("measure", "forfeit")),
                            models.Q(models.Q(("measure", "forfeit"), _negated=True), ("amount", None)),
                            _connector="OR",
                        ),
                        name="measure_amount",
                        violation_error_message="Only a forfeited penalty has an amount, and it is not negative.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("asked_on", None), ("done_on__gte", models.F("asked_on")), _connector="OR"
                        ),
                        name="measure_in_order",
                        violation_error_message="It cannot have been done before it was asked for.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("carried_out_by", "platform"), ("asked_on__isnull", False), _connector="OR"
                        ),
                        name="measure_shop_was_asked",
                        violation_error_message="Enter when the shop was urged to act.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("struck_at", None), models.Q(("struck_why", ""), _negated=True), _connector="OR"
                        ),
                        name="measure_struck_with_reason",
                    ),
                ],
            },
        ),
        migrations.AddField(
            model_name="disposalitem",
            name="disposal",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="items",
                to="disposal.platformdisposal",
            ),
        ),
        migrations.CreateModel(
            name="ResultNotice",
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
                ("supervision", models.BooleanField(default=False, verbose_name="supervision spot check")),
                ("product", models.CharField(max_length=200, verbose_name="product")),
                ("brand", models.CharField(blank=True, max_length=200, verbose_name="brand")),
                ("model", models.CharField(blank=True, max_length=200, verbose_name="model")),
                (
                    "batch",
                    models.CharField(blank=True, max_length=120, verbose_name="date of production or batch"),
                ),
                ("producer", models.CharField(blank=True, max_length=200, verbose_name="stated producer")),
                ("item_id", models.CharField(max_length=60, verbose_name="product ID")),
                ("offered_in", models.CharField(max_length=200, verbose_name="offered in the shop")),
                ("report_number", models.CharField(max_length=160, verbose_name="report number")),
                ("grounds", models.CharField(max_length=400, verbose_name="grounds of judgement")),
                ("failing", models.JSONField(default=list, editable=False)),
                ("conclusion", models.TextField(verbose_name="conclusion")),
                (
                    "without_photos",
                    models.CharField(
                        blank=True,
                        max_length=200,
                        verbose_name="why it was sent without photos that nobody had looked at",
                    ),
                ),
                ("served_on", trail.days.Day(null=True, verbose_name="day of service")),
                ("signed_by", models.CharField(blank=True, max_length=60, verbose_name="signed for by")),
                (
                    "signed_as",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("head", "head or legal representative by own statement, no proof shown"),
                            ("agent", "authorised agent, by the authorisation attached"),
                        ],
                        max_length=10,
                        verbose_name="in the capacity of",
                    ),
                ),
                ("posted_on", trail.days.Day(null=True, verbose_name="posted on")),
                ("replied_by", models.CharField(blank=True, max_length=60, verbose_name="reply signed by")),
                (
                    "replied_as",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("head", "head or legal representative by own statement, no proof shown"),
                            ("agent", "authorised agent, by the authorisation attached"),
                        ],
                        max_length=10,
                        verbose_name="in the capacity of",
                    ),
                ),
                (
                    "reply",
                    models.CharField(
                        blank=True,
                        choices=[("agrees", "No comments on the result"), ("comments", "We have comments")],
                        max_length=10,
                        verbose_name="receipt",
                    ),
                ),
                ("comment", models.TextField(blank=True, verbose_name="comments")),
                ("answer", models.TextField(blank=True, verbose_name="answer to the comments")),
                ("answered_on", trail.days.Day(editable=False, null=True, verbose_name="answered on")),
                ("voided_on", trail.days.Day(editable=False, null=True, verbose_name="voided on")),
                (
                    "compilation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="notices",
                        to="disposal.compilation",
                        verbose_name="compiled report",
                    ),
                ),
                (
                    "enterprise",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="catalogue.enterprise",
                        verbose_name="enterprise",
                    ),
                ),
                (
                    "merchant",
                    models.ForeignKey(
                        limit_choices_to={"kind": "merchant"},
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.organisation",
                        verbose_name="shop or enterprise",
                    ),
                ),
                (
                    "regulator",
                    models.ForeignKey(
                        limit_choices_to={"kind": "regulator"},
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.organisation",
                        verbose_name="regulator of the place",
                    ),
                ),
                (
                    "report",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="notices",
                        to="inspection.report",
                        verbose_name="test report",
                    ),
                ),
                (
                    "shop",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="catalogue.shop",
                        verbose_name="shop",
                    ),
                ),
            ],
            options={
                "verbose_name": "result notice",
                "verbose_name_plural": "result notices",
                "indexes": [models.Index(fields=["item_id"], name="result_notice_item")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("enterprise__isnull", False), ("shop", None)),
                            models.Q(("enterprise", None), ("shop__isnull", False)),
                            _connector="OR",
                        ),
                        name="result_notice_to_one",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("enterprise", None), ("voided_on", None)),
                        fields=("report", "shop"),
                        name="result_notice_shop_once",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("shop", None), ("voided_on", None)),
                        fields=("report", "enterprise"),
                        name="result_notice_producer_once",
                    ),
                ],
            },
            bases=("casework.record",),
        ),
        migrations.CreateModel(
            name="NoticeLink",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "channel",
                    models.CharField(
                        choices=[
                            ("platform", "Message on the platform"),
                            ("email", "E-mail"),
                            ("sms", "Text message"),
                            ("letter", "Printed letter"),
                        ],
                        max_length=10,
                        verbose_name="sent by",
                    ),
                ),
                ("address", models.CharField(blank=True, max_length=200, verbose_name="sent to")),
                ("nonce", models.CharField(editable=False, max_length=43)),
                ("digest", models.CharField(editable=False, max_length=64, unique=True)),
                ("created_at", trail.days.Moment(verbose_name="made")),
                ("expires_at", trail.days.Moment(verbose_name="valid until")),
                ("sent_at", trail.days.Moment(null=True, verbose_name="sent")),
                ("opened_at", trail.days.Moment(null=True, verbose_name="first opened")),
                ("revoked_at", trail.days.Moment(null=True, verbose_name="revoked")),
                (
                    "created_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "notice",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="links",
                        to="disposal.resultnotice",
                    ),
                ),
            ],
            options={
                "verbose_name": "link",
                "verbose_name_plural": "links",
                "ordering": ("id",),
            },
        ),
        migrations.CreateModel(
            name="Denial",
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
                    "statement",
                    models.CharField(
                        choices=[
                            ("not_made", "Not produced by us"),
                            ("counterfeit", "A counterfeit of our product"),
                            ("not_sold", "Not sold by our shop"),
                        ],
                        max_length=12,
                        verbose_name="what is denied",
                    ),
                ),
                ("grounds", models.TextField(verbose_name="grounds")),
                ("signed_by", models.CharField(max_length=60, verbose_name="signed by")),
                (
                    "signed_as",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("head", "head or legal representative by own statement, no proof shown"),
                            ("agent", "authorised agent, by the authorisation attached"),
                        ],
                        max_length=10,
                        verbose_name="in the capacity of",
                    ),
                ),
                ("phone", models.CharField(max_length=40, verbose_name="telephone")),
                ("asked", models.TextField(blank=True, verbose_name="proof asked for")),
                ("supplement", models.TextField(blank=True, verbose_name="what was added")),
                ("reason", models.TextField(blank=True, verbose_name="reason of the decision")),
                ("decided_on", trail.days.Day(editable=False, null=True, verbose_name="decided on")),
                ("withdrawn_by", models.CharField(blank=True, max_length=60, verbose_name="taken back by")),
                (
                    "withdrawn_as",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("head", "head or legal representative by own statement, no proof shown"),
                            ("agent", "authorised agent, by the authorisation attached"),
                        ],
                        max_length=10,
                        verbose_name="in the capacity of",
                    ),
                ),
                (
                    "merchant",
                    models.ForeignKey(
                        limit_choices_to={"kind": "merchant"},
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.organisation",
                        verbose_name="shop or enterprise",
                    ),
                ),
                (
                    "regulator",
                    models.ForeignKey(
                        limit_choices_to={"kind": "regulator"},
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.organisation",
                        verbose_name="regulator of the place",
                    ),
                ),
                (
                    "notice",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="denials",
                        to="disposal.resultnotice",
                        verbose_name="result notice",
                    ),
                ),
            ],
            options={
                "verbose_name": "denial",
                "verbose_name_plural": "denials",
            },
            bases=("casework.record",),
        ),
        migrations.AddIndex(
            model_name="disposalitem",
            index=models.Index(fields=["item_id"], name="disposal_item_id"),
        ),
        migrations.AddIndex(
            model_name="disposalitem",
            index=django.contrib.postgres.indexes.GinIndex(
                django.contrib.postgres.indexes.OpClass(
                    django.db.models.functions.text.Upper("shop"), name="gin_trgm_ops"
                ),
                name="disposal_item_shop_part",
            ),
        ),
        migrations.AddConstraint(
            model_name="disposalitem",
            constraint=models.UniqueConstraint(fields=("disposal", "report"), name="disposal_item_one"),
        ),
        migrations.AddConstraint(
            model_name="disposalitem",
            constraint=models.CheckConstraint(
                condition=models.Q(("item_id", ""), _negated=True), name="disposal_item_has_id"
            ),
        ),
    ]
