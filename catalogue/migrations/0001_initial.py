import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.contrib.postgres.operations
import django.db.models.deletion
import django.db.models.functions.text
from django.conf import settings
from django.db import migrations, models

import catalogue.limited
import catalogue.models
import trail.days


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accounts", "0001_initial"),
        ("accounts", "__first__"),
    ]

    operations = [
        django.contrib.postgres.operations.TrigramExtension(),
        migrations.CreateModel(
            name="Standard",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.CharField(max_length=60, unique=True, verbose_name="number")),
                ("title", models.CharField(max_length=200, verbose_name="title")),
                (
                    "in_force_since",
                    trail.days.DayLongAgo(blank=True, null=True, verbose_name="in force since"),
                ),
                ("withdrawn_on", trail.days.DayLongAgo(blank=True, null=True, verbose_name="withdrawn on")),
            ],
            options={
                "verbose_name": "standard",
                "verbose_name_plural": "standards",
                "ordering": ("number",),
            },
        ),
        migrations.CreateModel(
            name="Category",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.CharField(max_length=20, unique=True, verbose_name="code")),
                ("name", models.CharField(max_length=80, verbose_name="name")),
                (
                    "parent",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        to="catalogue.category",
                    ),
                ),
            ],
            options={
                "verbose_name": "product category",
                "verbose_name_plural": "product categories",
                "ordering": ("code",),
            },
        ),
        migrations.CreateModel(
            name="Enterprise",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=200, verbose_name="name")),
                ("name_key", models.CharField(editable=False, max_length=200)),
                ("pinyin", models.CharField(editable=False, max_length=200)),
                (
                    "credit_code",
                    models.CharField(
                        blank=True,
                        max_length=18,
                        validators=[catalogue.models.check_credit_code],
                        verbose_name="unified social credit code",
                    ),
                ),
                ("address", models.CharField(blank=True, max_length=200, verbose_name="address")),
                (
                    "organisation",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.organisation",
                        verbose_name="answers as",
                    ),
                ),
                (
                    "region",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        to="accounts.region",
                        verbose_name="region",
                    ),
                ),
            ],
            options={
                "verbose_name": "enterprise",
                "verbose_name_plural": "enterprises",
                "indexes": [
                    models.Index(fields=["name_key"], name="enterprise_key"),
                    django.contrib.postgres.indexes.GinIndex(
                        django.contrib.postgres.indexes.OpClass(
                            django.db.models.functions.text.Upper("name_key"), name="gin_trgm_ops"
                        ),
                        name="enterprise_part",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Brand",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=200, verbose_name="name")),
                ("name_key", models.CharField(editable=False, max_length=200)),
                ("pinyin", models.CharField(editable=False, max_length=200)),
                (
                    "owner",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        to="catalogue.enterprise",
                        verbose_name="owner",
                    ),
                ),
            ],
            options={
                "verbose_name": "brand",
                "verbose_name_plural": "brands",
                "indexes": [models.Index(fields=["name_key"], name="brand_key")],
            },
        ),
        migrations.CreateModel(
            name="Finding",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("on", trail.days.Day(verbose_name="sampled on")),
                ("organisation", models.CharField(max_length=120, verbose_name="sampled by")),
                ("product", models.CharField(max_length=200, verbose_name="product")),
                ("category", models.CharField(blank=True, max_length=80, verbose_name="product category")),
                ("producer", models.CharField(blank=True, max_length=200, verbose_name="producer")),
                ("producer_key", models.CharField(blank=True, editable=False, max_length=200)),
                ("standard", models.CharField(blank=True, max_length=120, verbose_name="standard")),
                ("brand", models.CharField(blank=True, max_length=120, verbose_name="brand")),
                ("model", models.CharField(blank=True, max_length=200, verbose_name="model")),
                (
                    "batch",
                    models.CharField(blank=True, max_length=120, verbose_name="date of production or batch"),
                ),
                ("shop", models.CharField(blank=True, max_length=200, verbose_name="shop")),
                ("platform", models.CharField(blank=True, max_length=120, verbose_name="platform")),
                ("item_id", models.CharField(blank=True, max_length=60, verbose_name="product ID")),
                (
                    "price",
                    models.DecimalField(
                        blank=True, decimal_places=2, max_digits=12, null=True, verbose_name="price"
                    ),
                ),
                ("targeted", models.BooleanField(default=True, verbose_name="targeted, not drawn at random")),
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
                    "failing",
                    models.CharField(blank=True, max_length=400, verbose_name="non-conforming items"),
                ),
                ("laboratory", models.CharField(blank=True, max_length=120, verbose_name="laboratory")),
                ("source", models.CharField(max_length=200, verbose_name="source")),
                (
                    "sample",
                    models.CharField(blank=True, editable=False, max_length=20, verbose_name="sample"),
                ),
                ("fingerprint", models.CharField(editable=False, max_length=64, unique=True)),
                (
                    "came_of",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=20), default=list, editable=False, size=None
                    ),
                ),
                ("standing", models.BooleanField(default=True, editable=False)),
            ],
            options={
                "verbose_name": "finding",
                "verbose_name_plural": "findings",
                "indexes": [
                    django.contrib.postgres.indexes.GinIndex(fields=["came_of"], name="finding_came_of"),
                    models.Index(
                        models.F("producer_key"),
                        catalogue.models.Folded("brand"),
                        catalogue.models.Folded("model"),
                        models.F("on"),
                        name="finding_product",
                    ),
                    models.Index(fields=["-on", "-id"], name="finding_new"),
                    models.Index(catalogue.models.Bare("product"), models.F("on"), name="finding_name"),
                    models.Index(
                        condition=models.Q(("item_id", ""), _negated=True),
                        fields=["item_id", "on"],
                        name="finding_item",
                    ),
                    models.Index(
                        condition=models.Q(("sample", ""), _negated=True),
                        fields=["sample"],
                        name="finding_sample",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PlatformName",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("written", models.CharField(max_length=40, verbose_name="as it is written")),
                ("key", models.CharField(editable=False, max_length=40, unique=True)),
                ("name", models.CharField(blank=True, max_length=40, verbose_name="name of the platform")),
                (
                    "organisation",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="accounts.organisation",
                        verbose_name="registered platform",
                    ),
                ),
            ],
            options={
                "verbose_name": "platform's name",
                "verbose_name_plural": "platforms' names",
                "ordering": ["written"],
            },
        ),
        migrations.CreateModel(
            name="Shop",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=200, verbose_name="name")),
                ("name_key", models.CharField(editable=False, max_length=200)),
                ("pinyin", models.CharField(editable=False, max_length=200)),
                ("shop_id", models.CharField(max_length=60, verbose_name="shop ID")),
                ("url", models.URLField(blank=True, verbose_name="address on the web")),
                ("operator", models.CharField(blank=True, max_length=200, verbose_name="operator")),
                (
                    "credit_code",
                    models.CharField(
                        blank=True,
                        max_length=18,
                        validators=[catalogue.models.check_credit_code],
                        verbose_name="unified social credit code",
                    ),
                ),
                (
                    "natural_person",
                    models.BooleanField(default=False, verbose_name="run by a natural person"),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.organisation",
                        verbose_name="answers as",
                    ),
                ),
                (
                    "place",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        to="accounts.region",
                        verbose_name="actual place of business",
                    ),
                ),
                (
                    "platform",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        to="accounts.organisation",
                        verbose_name="platform",
                    ),
                ),
            ],
            options={
                "verbose_name": "shop",
                "verbose_name_plural": "shops",
                "indexes": [
                    models.Index(fields=["name_key"], name="shop_key"),
                    django.contrib.postgres.indexes.GinIndex(
                        django.contrib.postgres.indexes.OpClass(
                            django.db.models.functions.text.Upper("name_key"), name="gin_trgm_ops"
                        ),
                        name="shop_part",
                    ),
                ],
                "constraints": [models.UniqueConstraint(fields=("platform", "shop_id"), name="shop_one")],
            },
        ),
        migrations.CreateModel(
            name="TestItem",
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
                ("name", models.CharField(max_length=100, verbose_name="test item")),
                (
                    "severity",
                    models.CharField(
                        blank=True,
                        choices=[("ordinary", "Ordinary"), ("serious", "Serious")],
                        default="",
                        editable=False,
                        max_length=8,
                        verbose_name="severity",
                    ),
                ),
                (
                    "category",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        to="catalogue.category",
                        verbose_name="product category",
                    ),
                ),
                (
                    "method",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="methods",
                        to="catalogue.standard",
                        verbose_name="test method",
                    ),
                ),
                (
                    "requirement",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="requirements",
                        to="catalogue.standard",
                        verbose_name="grounds of judgement",
                    ),
                ),
            ],
            options={
                "verbose_name": "test item",
                "verbose_name_plural": "test items",
                "ordering": ("category", "name"),
                "constraints": [
                    models.UniqueConstraint(fields=("category", "name", "method"), name="test_item_one")
                ],
            },
        ),
        migrations.CreateModel(
            name="SeverityChange",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "before",
                    models.CharField(
                        blank=True,
                        choices=[("ordinary", "Ordinary"), ("serious", "Serious")],
                        max_length=8,
                        verbose_name="before",
                    ),
                ),
                (
                    "severity",
                    models.CharField(
                        choices=[("ordinary", "Ordinary"), ("serious", "Serious")],
                        max_length=8,
                        verbose_name="severity",
                    ),
                ),
                ("reason", models.CharField(max_length=500, verbose_name="reason")),
                ("changed_at", trail.days.Moment(verbose_name="changed")),
                (
                    "changed_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.organisation",
                    ),
                ),
                (
                    "item",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="severity_changes",
                        to="catalogue.testitem",
                    ),
                ),
            ],
            options={
                "verbose_name": "change of a severity",
                "verbose_name_plural": "changes of severities",
                "ordering": ("-id",),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("reason", ""), _negated=True), name="severity_change_has_reason"
                    )
                ],
            },
        ),
    ]
