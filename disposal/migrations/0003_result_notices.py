import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0002_people_and_parties"),
        ("casework", "0003_people_and_parties"),
        ("catalogue", "0002_people_and_parties"),
        ("disposal", "0002_letters"),
        ("inspection", "0001_initial"),
    ]

    operations = [
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
                    "report",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="notices",
                        to="inspection.report",
                        verbose_name="test report",
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
                    "enterprise",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="catalogue.enterprise",
                        verbose_name="enterprise",
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
                ("served_on", models.DateField(null=True, verbose_name="day of service")),
                ("signed_by", models.CharField(blank=True, max_length=60, verbose_name="signed for by")),
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
            ],
            options={
                "verbose_name": "result notice",
                "verbose_name_plural": "result notices",
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
                        condition=models.Q(("enterprise", None)),
                        fields=("report", "shop"),
                        name="result_notice_shop_once",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("shop", None)),
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
                    "notice",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="links",
                        to="disposal.resultnotice",
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
                ("created_at", models.DateTimeField(verbose_name="made")),
                (
                    "created_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("expires_at", models.DateTimeField(verbose_name="valid until")),
                ("sent_at", models.DateTimeField(null=True, verbose_name="sent")),
                ("opened_at", models.DateTimeField(null=True, verbose_name="first opened")),
                ("revoked_at", models.DateTimeField(null=True, verbose_name="revoked")),
            ],
            options={
                "verbose_name": "link",
                "verbose_name_plural": "links",
                "ordering": ("id",),
                "constraints": [],
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
                    "notice",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="denials",
                        to="disposal.resultnotice",
                        verbose_name="result notice",
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
                ("phone", models.CharField(max_length=40, verbose_name="telephone")),
                ("asked", models.TextField(blank=True, verbose_name="proof asked for")),
                ("supplement", models.TextField(blank=True, verbose_name="what was added")),
                ("reason", models.TextField(blank=True, verbose_name="reason of the decision")),
                ("decided_on", models.DateField(editable=False, null=True, verbose_name="decided on")),
            ],
            options={
                "verbose_name": "denial",
                "verbose_name_plural": "denials",
                "constraints": [],
            },
            bases=("casework.record",),
        ),
    ]
