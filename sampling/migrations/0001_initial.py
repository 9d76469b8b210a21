from decimal import Decimal

import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.core.validators
import django.db.models.deletion
import django.db.models.expressions
import django.db.models.functions.text
from django.conf import settings
from django.db import migrations, models

import accounts.addresses
import catalogue.models
import documents.models
import sampling.recipients.models.recipients
import trail.days
import trail.reasons


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accounts", "0001_initial"),
        ("accounts", "__first__"),
        ("casework", "0001_initial"),
        ("catalogue", "0001_initial"),
        ("documents", "0001_initial"),
        ("monitoring", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Declaration",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("consent", "Consent of a volunteer"),
                            ("undertaking", "Confidentiality undertaking of a buyer"),
                        ],
                        max_length=12,
                        verbose_name="kind",
                    ),
                ),
                ("version", models.CharField(max_length=40, verbose_name="version")),
                ("text", models.TextField(blank=True, verbose_name="text")),
                ("written_at", trail.days.Moment(verbose_name="written")),
                (
                    "center",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.organisation",
                    ),
                ),
                (
                    "written_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "wording",
                "verbose_name_plural": "wordings",
                "ordering": ("-id",),
                "constraints": [
                    models.UniqueConstraint(fields=("center", "kind", "version"), name="declaration_one")
                ],
            },
        ),
        migrations.CreateModel(
            name="Identifier",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("phone", "Telephone"),
                            ("address", "Address"),
                            ("account", "Buying account"),
                            ("payment", "Payment account"),
                        ],
                        max_length=8,
                        verbose_name="kind",
                    ),
                ),
                ("index", models.CharField(blank=True, editable=False, max_length=64)),
                ("added_at", trail.days.Moment(verbose_name="added")),
                ("retired_at", trail.days.Moment(editable=False, null=True, verbose_name="retired")),
                (
                    "platform",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.organisation",
                        verbose_name="platform",
                    ),
                ),
            ],
            options={
                "verbose_name": "identifier",
                "verbose_name_plural": "identifiers",
                "ordering": ("id",),
            },
        ),
        migrations.CreateModel(
            name="Listing",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("line", models.PositiveIntegerField(editable=False, verbose_name="line")),
                ("product", models.CharField(max_length=200, verbose_name="product")),
                ("model", models.CharField(blank=True, max_length=200, verbose_name="model")),
                ("standard", models.CharField(blank=True, max_length=120, verbose_name="standard")),
                ("item_id", models.CharField(max_length=60, verbose_name="product ID")),
                ("url", models.URLField(blank=True, max_length=500, verbose_name="address on the web")),
                (
                    "price",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        max_digits=12,
                        null=True,
                        validators=[django.core.validators.MinValueValidator(0)],
                        verbose_name="price",
                    ),
                ),
                (
                    "price_to",
                    models.DecimalField(
                        blank=True, decimal_places=2, max_digits=12, null=True, verbose_name="price up to"
                    ),
                ),
                ("sales", models.PositiveIntegerField(blank=True, null=True, verbose_name="sold at least")),
                ("chosen", models.BooleanField(default=False, editable=False, verbose_name="chosen")),
                (
                    "weight",
                    models.PositiveIntegerField(editable=False, null=True, verbose_name="risk weight"),
                ),
                (
                    "reason",
                    models.CharField(
                        blank=True, editable=False, max_length=300, verbose_name="why not chosen"
                    ),
                ),
                (
                    "asked",
                    models.CharField(
                        blank=True, editable=False, max_length=300, verbose_name="exception asked for"
                    ),
                ),
                (
                    "exception",
                    models.CharField(blank=True, editable=False, max_length=300, verbose_name="exception"),
                ),
                (
                    "brand",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="catalogue.brand",
                        verbose_name="brand",
                    ),
                ),
                (
                    "enterprise",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="catalogue.enterprise",
                        verbose_name="enterprise",
                    ),
                ),
                (
                    "plan_item",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="monitoring.planitem",
                        verbose_name="product of the plan",
                    ),
                ),
                (
                    "platform",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.organisation",
                        verbose_name="platform",
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
            ],
            options={
                "verbose_name": "listing",
                "verbose_name_plural": "listings",
                "ordering": ("line",),
            },
        ),
        migrations.CreateModel(
            name="OfferMapping",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=80, verbose_name="name")),
                (
                    "header",
                    django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), size=None),
                ),
                ("outline", models.CharField(max_length=64)),
                ("changed", models.BooleanField(default=False)),
                ("made_at", trail.days.Moment(verbose_name="when")),
                ("ended_at", trail.days.Moment(null=True)),
                (
                    "columns",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(blank=True, max_length=12), size=None
                    ),
                ),
                (
                    "looked_at_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
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
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="accounts.organisation",
                    ),
                ),
            ],
            options={
                "verbose_name": "mapping of columns",
                "verbose_name_plural": "mappings of columns",
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("ended_at", None)),
                        fields=("organisation", "outline"),
                        name="offer_mapping_once",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Overrun",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "amount",
                    models.DecimalField(
                        decimal_places=2, max_digits=14, verbose_name="above the budget, yuan"
                    ),
                ),
                ("reason", models.CharField(max_length=500, verbose_name="reason")),
                ("at", trail.days.Moment(verbose_name="allowed")),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "plan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="overruns",
                        to="monitoring.workplan",
                    ),
                ),
            ],
            options={
                "verbose_name": "overrun",
                "verbose_name_plural": "overruns",
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("amount__gt", 0)), name="overrun_amount")
                ],
            },
        ),
        migrations.CreateModel(
            name="Purchase",
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
                ("counts", models.BooleanField(default=True, editable=False)),
                (
                    "exception",
                    models.CharField(blank=True, editable=False, max_length=300, verbose_name="exception"),
                ),
                ("confirmed_at", trail.days.Moment(editable=False, null=True, verbose_name="item confirmed")),
                (
                    "order_number",
                    models.CharField(blank=True, max_length=60, verbose_name="order number on the platform"),
                ),
                ("account", models.TextField(blank=True, verbose_name="buying account")),
                ("payment", models.TextField(blank=True, verbose_name="paid with (method and account)")),
                (
                    "natural_person",
                    models.BooleanField(
                        blank=True, null=True, verbose_name="the shop is run by a natural person"
                    ),
                ),
                (
                    "licence",
                    models.CharField(blank=True, max_length=60, verbose_name="the shop's licence number"),
                ),
                (
                    "unit_price",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        max_digits=12,
                        null=True,
                        validators=[django.core.validators.MinValueValidator(0)],
                        verbose_name="unit price",
                    ),
                ),
                (
                    "quantity",
                    models.PositiveIntegerField(
                        null=True,
                        validators=[django.core.validators.MinValueValidator(1)],
                        verbose_name="quantity",
                    ),
                ),
                ("unit", models.CharField(blank=True, max_length=20, verbose_name="unit")),
                (
                    "freight",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        max_digits=12,
                        null=True,
                        validators=[django.core.validators.MinValueValidator(0)],
                        verbose_name="freight",
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
                        verbose_name="amount paid",
                    ),
                ),
                ("ordered_at", trail.days.Moment(null=True, verbose_name="ordered")),
                ("paid_at", trail.days.Moment(null=True, verbose_name="paid")),
                ("delivered_at", trail.days.Moment(null=True, verbose_name="delivered")),
                (
                    "as_ordered",
                    models.BooleanField(blank=True, null=True, verbose_name="it is what was ordered"),
                ),
                (
                    "packing_sound",
                    models.BooleanField(blank=True, null=True, verbose_name="the packing is sound"),
                ),
                (
                    "labels_complete",
                    models.BooleanField(blank=True, null=True, verbose_name="the labels are complete"),
                ),
                (
                    "quantity_right",
                    models.BooleanField(blank=True, null=True, verbose_name="the quantity is right"),
                ),
                (
                    "in_date",
                    models.BooleanField(blank=True, null=True, verbose_name="it is within its shelf life"),
                ),
                ("defect", models.TextField(blank=True, verbose_name="why it is rejected")),
                (
                    "way_back",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("no_reason", "Return without a reason within seven days"),
                            ("quality", "Return for a defect"),
                            ("agreed", "As agreed with the seller"),
                        ],
                        max_length=12,
                        verbose_name="way of return",
                    ),
                ),
                (
                    "return_carrier",
                    models.CharField(blank=True, max_length=60, verbose_name="carrier of the return"),
                ),
                (
                    "return_tracking",
                    models.CharField(blank=True, max_length=60, verbose_name="tracking number of the return"),
                ),
                (
                    "return_freight",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        max_digits=12,
                        null=True,
                        validators=[django.core.validators.MinValueValidator(0)],
                        verbose_name="freight of the return",
                    ),
                ),
                ("sent_back_on", trail.days.Day(null=True, verbose_name="sent back on")),
                ("seller_received_on", trail.days.Day(null=True, verbose_name="received by the seller on")),
                (
                    "refund_amount",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        max_digits=12,
                        null=True,
                        validators=[django.core.validators.MinValueValidator(0)],
                        verbose_name="amount refunded",
                    ),
                ),
                ("refunded_on", trail.days.Day(null=True, verbose_name="refunded on")),
                (
                    "cause",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("delisted", "The product is no longer on offer"),
                            ("shop_closed", "The shop has closed"),
                            ("out_of_stock", "Out of stock, or too few"),
                            ("limited", "The shop sells too few to one customer"),
                            ("cancelled", "The seller cancelled the order"),
                            ("not_shipped", "Not sent within the time promised"),
                            ("wrong_goods", "Other goods than those ordered"),
                            ("no_answer", "The seller does not answer"),
                            ("declined", "The seller declines to sell"),
                            ("closed_down", "The enterprise has closed down"),
                            ("deregistered", "The enterprise is deregistered"),
                            ("stopped", "Production has stopped"),
                            ("converted", "Production has changed to other goods"),
                            ("exported", "All of it is exported"),
                            ("rectifying", "The enterprise is under rectification"),
                            ("out_of_scope", "The product is not in the scope of this sampling"),
                            ("other", "Another reason"),
                        ],
                        max_length=20,
                        verbose_name="reason",
                    ),
                ),
                ("happened", models.TextField(blank=True, verbose_name="account of what happened")),
                (
                    "brand",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="catalogue.brand",
                        verbose_name="brand",
                    ),
                ),
                (
                    "buyer",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="buyer",
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
                    "identifiers",
                    models.ManyToManyField(
                        blank=True, editable=False, related_name="purchases", to="sampling.identifier"
                    ),
                ),
                (
                    "listing",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="purchases",
                        to="sampling.listing",
                        verbose_name="listing",
                    ),
                ),
                (
                    "payer",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="paid by",
                    ),
                ),
                (
                    "plan_item",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="monitoring.planitem",
                        verbose_name="product of the plan",
                    ),
                ),
                (
                    "replaces",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="substitutes",
                        to="sampling.purchase",
                        verbose_name="replaces",
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
            ],
            options={
                "verbose_name": "purchase",
                "verbose_name_plural": "purchases",
            },
            bases=("casework.record",),
        ),
        migrations.CreateModel(
            name="Parcel",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("carrier", models.CharField(max_length=60, verbose_name="carrier")),
                ("tracking_number", models.CharField(max_length=60, verbose_name="tracking number")),
                ("shipped_on", trail.days.Day(null=True, verbose_name="sent on")),
                ("sent_from", models.CharField(blank=True, max_length=100, verbose_name="sent from")),
                ("contents", models.CharField(blank=True, max_length=200, verbose_name="what is in it")),
                (
                    "pieces",
                    models.PositiveIntegerField(
                        blank=True,
                        null=True,
                        validators=[django.core.validators.MinValueValidator(1)],
                        verbose_name="quantity in it",
                    ),
                ),
                ("delivered_at", trail.days.Moment(null=True, verbose_name="delivered")),
                (
                    "taken_in",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("recipient", "The recipient in person"),
                            ("locker", "A parcel locker or pick-up point"),
                            ("other", "Somebody else at the address"),
                        ],
                        max_length=10,
                        verbose_name="taken in by",
                    ),
                ),
                (
                    "packing_state",
                    models.CharField(blank=True, max_length=200, verbose_name="state of the outer packing"),
                ),
                ("missing", models.BooleanField(default=False, verbose_name="declared missing")),
                ("tracked", models.JSONField(default=list, verbose_name="what the carrier says")),
                ("tracked_at", trail.days.Moment(null=True, verbose_name="asked the carrier")),
                ("photos", models.ManyToManyField(related_name="+", to="documents.attachment")),
                (
                    "purchase",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="parcels",
                        to="sampling.purchase",
                    ),
                ),
            ],
            options={
                "verbose_name": "parcel",
                "verbose_name_plural": "parcels",
                "ordering": ("id",),
                "indexes": [
                    models.Index(fields=["tracking_number"], name="parcel_tracking"),
                    models.Index(
                        condition=models.Q(("delivered_at", None), ("missing", False)),
                        fields=["tracked_at", "id"],
                        name="parcel_under_way",
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("missing", False), ("delivered_at", None), _connector="OR"),
                        name="parcel_missing_or_here",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Invoice",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.CharField(blank=True, max_length=40, verbose_name="invoice number")),
                (
                    "amount",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        max_digits=14,
                        null=True,
                        validators=[django.core.validators.MinValueValidator(0)],
                        verbose_name="invoice amount, yuan",
                    ),
                ),
                ("issued_on", trail.days.Day(blank=True, null=True, verbose_name="issued on")),
                (
                    "none_because",
                    models.CharField(blank=True, max_length=300, verbose_name="no invoice because"),
                ),
                ("entered_at", trail.days.Moment(verbose_name="entered")),
                (
                    "entered_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "purchase",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="invoice",
                        to="sampling.purchase",
                        verbose_name="purchase",
                    ),
                ),
            ],
            options={
                "verbose_name": "invoice",
                "verbose_name_plural": "invoices",
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("number", ""), _negated=True),
                        fields=("number",),
                        name="invoice_one",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("number", ""), ("none_because", ""), _connector="XOR"),
                        name="invoice_or_reason",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Entry",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "operator",
                    models.CharField(blank=True, max_length=200, verbose_name="business behind the shop"),
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
                (
                    "permit",
                    models.CharField(
                        blank=True, max_length=120, verbose_name="permit to trade or licence of entry"
                    ),
                ),
                (
                    "shop_address",
                    models.CharField(
                        blank=True, max_length=200, verbose_name="address of the shop's business"
                    ),
                ),
                (
                    "shop_responsible",
                    models.CharField(
                        blank=True, max_length=60, verbose_name="legal representative of the shop"
                    ),
                ),
                (
                    "shop_contact",
                    models.CharField(
                        blank=True, max_length=120, verbose_name="contact of the shop and telephone"
                    ),
                ),
                (
                    "platform_url",
                    models.CharField(
                        blank=True,
                        max_length=200,
                        validators=[django.core.validators.URLValidator()],
                        verbose_name="the platform's address on the web",
                    ),
                ),
                (
                    "platform_licence",
                    models.CharField(blank=True, max_length=60, verbose_name="the platform's licence number"),
                ),
                (
                    "platform_address",
                    models.CharField(blank=True, max_length=200, verbose_name="the platform's address"),
                ),
                (
                    "platform_contact",
                    models.CharField(
                        blank=True, max_length=120, verbose_name="contact of the platform and telephone"
                    ),
                ),
                (
                    "order_why",
                    models.TextField(
                        blank=True,
                        max_length=500,
                        validators=[trail.reasons.validate_reason],
                        verbose_name="why the order is not as its page was",
                    ),
                ),
                (
                    "stock_shown",
                    models.CharField(blank=True, max_length=60, verbose_name="stock that the shop shows"),
                ),
                (
                    "sampling_fee",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        max_digits=12,
                        null=True,
                        verbose_name="fee for the sample",
                    ),
                ),
                ("invoice", models.CharField(blank=True, max_length=60, verbose_name="invoice")),
                (
                    "goods_why",
                    models.TextField(
                        blank=True,
                        max_length=500,
                        validators=[trail.reasons.validate_reason],
                        verbose_name="why the goods are not what the page showed",
                    ),
                ),
                ("grade", models.CharField(blank=True, max_length=60, verbose_name="grade of the product")),
                (
                    "produced_on",
                    models.CharField(blank=True, max_length=60, verbose_name="date of production"),
                ),
                ("shelf_life", models.CharField(blank=True, max_length=60, verbose_name="shelf life")),
                ("imported", models.BooleanField(default=False, verbose_name="imported")),
                ("origin", models.CharField(blank=True, max_length=60, verbose_name="place of origin")),
                (
                    "certificate",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("licence", "Production licence for industrial products"),
                            ("qs", "QS"),
                            ("ccc", "CCC"),
                            ("other", "Another certificate"),
                        ],
                        max_length=8,
                        verbose_name="certificate",
                    ),
                ),
                (
                    "certificate_number",
                    models.CharField(blank=True, max_length=60, verbose_name="number of the certificate"),
                ),
                (
                    "sample_type",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("finished", "Finished product"),
                            ("semifinished", "Semi-finished product"),
                            ("material", "Raw material or accessory"),
                        ],
                        max_length=12,
                        verbose_name="type of sample",
                    ),
                ),
                (
                    "source",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("bought_in", "Bought in"),
                            ("own", "Made by the seller"),
                            ("commissioned", "Made on commission"),
                        ],
                        max_length=12,
                        verbose_name="source of the sample",
                    ),
                ),
                (
                    "producer_code",
                    models.CharField(
                        blank=True,
                        max_length=18,
                        validators=[catalogue.models.check_credit_code],
                        verbose_name="the producer's credit code",
                    ),
                ),
                (
                    "producer_postcode",
                    models.CharField(blank=True, max_length=12, verbose_name="the producer's postcode"),
                ),
                (
                    "producer_responsible",
                    models.CharField(
                        blank=True, max_length=60, verbose_name="the producer's legal representative"
                    ),
                ),
                (
                    "producer_contact",
                    models.CharField(
                        blank=True, max_length=120, verbose_name="contact of the producer and telephone"
                    ),
                ),
                (
                    "economy",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("state", "State-owned"),
                            ("collective", "Collective"),
                            ("private", "Private"),
                            ("limited", "Limited company"),
                            ("shares", "Company limited by shares"),
                            ("pooled", "Jointly operated"),
                            ("cooperative", "Share cooperative"),
                            ("joint", "Joint venture"),
                            ("cooperation", "Contractual cooperation"),
                            ("hongkong", "Hong Kong, Macao or Taiwan investment"),
                            ("foreign", "Foreign investment"),
                            ("other", "Another type"),
                        ],
                        max_length=12,
                        verbose_name="economic type",
                    ),
                ),
                ("staff", models.PositiveIntegerField(blank=True, null=True, verbose_name="number of staff")),
                ("turnover", models.CharField(blank=True, max_length=60, verbose_name="turnover")),
                (
                    "confirmed",
                    models.BooleanField(
                        default=False,
                        verbose_name="the enterprise confirms that it is made and sold at home and passed its own inspection",
                    ),
                ),
                ("remark", models.TextField(blank=True, max_length=500, verbose_name="remark")),
                (
                    "purchase",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="entry",
                        to="sampling.purchase",
                    ),
                ),
            ],
            options={
                "verbose_name": "sampling form's further fields",
                "verbose_name_plural": "sampling forms' further fields",
            },
        ),
        migrations.CreateModel(
            name="Ending",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "sold",
                    models.CharField(
                        blank=True,
                        choices=[("yes", "Yes"), ("no", "No"), ("unknown", "Not known")],
                        max_length=8,
                        verbose_name="orders in the last year",
                    ),
                ),
                (
                    "goods_went",
                    models.CharField(blank=True, max_length=300, verbose_name="where the products went"),
                ),
                (
                    "responsible",
                    models.CharField(blank=True, max_length=60, verbose_name="legal representative"),
                ),
                ("contact", models.CharField(blank=True, max_length=60, verbose_name="contact person")),
                (
                    "phone",
                    models.CharField(blank=True, max_length=40, verbose_name="telephone of the contact"),
                ),
                ("samplers", models.CharField(blank=True, max_length=120, verbose_name="samplers")),
                ("witness", models.CharField(blank=True, max_length=60, verbose_name="witness")),
                ("opinion", models.TextField(blank=True, verbose_name="opinion of the local authority")),
                ("opinion_on", trail.days.Day(blank=True, null=True, verbose_name="date of the opinion")),
                (
                    "purchase",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="ending",
                        to="sampling.purchase",
                    ),
                ),
            ],
            options={
                "verbose_name": "end without a sample",
                "verbose_name_plural": "ends without a sample",
            },
        ),
        migrations.CreateModel(
            name="Confirmation",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("at", trail.days.Moment(verbose_name="when")),
                ("title_seen", models.CharField(max_length=300, verbose_name="title on the page")),
                (
                    "price_seen",
                    models.DecimalField(
                        decimal_places=2,
                        max_digits=12,
                        validators=[django.core.validators.MinValueValidator(0)],
                        verbose_name="price on the page",
                    ),
                ),
                (
                    "brand_seen",
                    models.CharField(blank=True, max_length=200, verbose_name="brand on the page"),
                ),
                (
                    "model_seen",
                    models.CharField(blank=True, max_length=200, verbose_name="model on the page"),
                ),
                ("shop_seen", models.CharField(blank=True, max_length=200, verbose_name="shop on the page")),
                (
                    "operator_seen",
                    models.CharField(blank=True, max_length=200, verbose_name="operator on the page"),
                ),
                (
                    "changes",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=[
                                ("price", "the price"),
                                ("title", "the title or the pictures"),
                                ("product", "another product or model"),
                                ("brand", "another brand"),
                                ("shop", "another shop or operator"),
                            ],
                            max_length=8,
                        ),
                        blank=True,
                        default=list,
                        size=None,
                        verbose_name="in what it has changed",
                    ),
                ),
                ("differences", models.CharField(blank=True, max_length=1000, verbose_name="differences")),
                ("allowed_at", trail.days.Moment(editable=False, null=True, verbose_name="allowed")),
                (
                    "buyer",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "purchase",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="confirmations",
                        to="sampling.purchase",
                    ),
                ),
            ],
            options={
                "verbose_name": "confirmation of the item",
                "verbose_name_plural": "confirmations of the item",
                "ordering": ("-id",),
            },
        ),
        migrations.CreateModel(
            name="Capsule",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("manifest", models.TextField(verbose_name="manifest")),
                ("sha256", models.CharField(max_length=64, verbose_name="SHA-256")),
                ("closed_at", trail.days.Moment(verbose_name="closed")),
                (
                    "purchase",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="capsule",
                        to="sampling.purchase",
                    ),
                ),
            ],
            options={
                "verbose_name": "evidence capsule",
                "verbose_name_plural": "evidence capsules",
            },
        ),
        migrations.CreateModel(
            name="Attempt",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("at", trail.days.Moment(verbose_name="tried at")),
                (
                    "means",
                    models.CharField(
                        choices=[
                            ("chat", "Chat of the platform"),
                            ("phone", "Telephone"),
                            ("mail", "E-mail"),
                            ("letter", "Letter"),
                            ("platform", "Through the platform's customer service"),
                            ("visit", "Visit to the address"),
                        ],
                        max_length=8,
                        verbose_name="by which means",
                    ),
                ),
                ("sought", models.CharField(max_length=120, verbose_name="number, account or address tried")),
                ("made_by", models.CharField(max_length=60, verbose_name="tried by")),
                ("result", models.CharField(max_length=300, verbose_name="what came of it")),
                (
                    "purchase",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="attempts",
                        to="sampling.purchase",
                    ),
                ),
            ],
            options={
                "verbose_name": "attempt to reach a shop",
                "verbose_name_plural": "attempts to reach a shop",
                "ordering": ("at", "id"),
            },
        ),
        migrations.CreateModel(
            name="Recipient",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "pseudonym",
                    models.CharField(
                        default=sampling.recipients.models.recipients.pseudonym,
                        editable=False,
                        max_length=12,
                        unique=True,
                        verbose_name="pseudonym",
                    ),
                ),
                ("key_id", models.CharField(blank=True, editable=False, max_length=40)),
                ("person_index", models.CharField(blank=True, editable=False, max_length=64)),
                ("added_at", trail.days.Moment(verbose_name="added")),
                ("erased_at", trail.days.Moment(null=True, verbose_name="erased")),
                ("rests_until", trail.days.Moment(editable=False, null=True, verbose_name="rests until")),
                (
                    "added_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "area",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.region",
                        verbose_name="area",
                    ),
                ),
                (
                    "center",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.organisation",
                    ),
                ),
            ],
            options={
                "verbose_name": "recipient",
                "verbose_name_plural": "recipients",
                "ordering": ("-id",),
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("person_index", ""), _negated=True),
                        fields=("center", "person_index"),
                        name="recipient_one",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("erased_at__isnull", False), ("key_id", ""), ("person_index", "")),
                            models.Q(("erased_at", None), models.Q(("key_id", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="recipient_erased_whole",
                    ),
                ],
            },
        ),
        migrations.AddField(
            model_name="purchase",
            name="recipient",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="purchases",
                to="sampling.recipient",
                verbose_name="recipient",
            ),
        ),
        migrations.AddField(
            model_name="identifier",
            name="recipient",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="identifiers",
                to="sampling.recipient",
            ),
        ),
        migrations.CreateModel(
            name="Consent",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "scope",
                    models.CharField(
                        choices=[
                            ("parcels", "Receiving parcels of samples"),
                            (
                                "provision",
                                "Giving name, telephone and address to seller, carrier and platform",
                            ),
                            ("payment", "Buying with a payment account of one's own"),
                        ],
                        max_length=12,
                        verbose_name="scope",
                    ),
                ),
                ("given_at", trail.days.Moment(verbose_name="given")),
                ("until", trail.days.Day(blank=True, null=True, verbose_name="until")),
                ("withdrawn_at", trail.days.Moment(editable=False, null=True, verbose_name="withdrawn")),
                (
                    "entered_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "declaration",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="sampling.declaration",
                        verbose_name="version",
                    ),
                ),
                (
                    "recipient",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="consents",
                        to="sampling.recipient",
                    ),
                ),
            ],
            options={
                "verbose_name": "consent",
                "verbose_name_plural": "consents",
                "ordering": ("-id",),
            },
        ),
        migrations.CreateModel(
            name="RefundDue",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "owed",
                    models.DecimalField(
                        decimal_places=2,
                        max_digits=12,
                        validators=[django.core.validators.MinValueValidator(0)],
                        verbose_name="owed",
                    ),
                ),
                ("since", trail.days.Day(verbose_name="since")),
                ("due_on", trail.days.Day(null=True, verbose_name="to be refunded by")),
                (
                    "refunded",
                    models.DecimalField(
                        decimal_places=2,
                        default=Decimal("0.00"),
                        max_digits=12,
                        validators=[django.core.validators.MinValueValidator(0)],
                        verbose_name="refunded",
                    ),
                ),
                (
                    "written_off",
                    models.DecimalField(
                        decimal_places=2,
                        default=Decimal("0.00"),
                        max_digits=12,
                        validators=[django.core.validators.MinValueValidator(0)],
                        verbose_name="written off",
                    ),
                ),
                (
                    "reason",
                    models.CharField(blank=True, max_length=500, verbose_name="why it is written off"),
                ),
                ("settled_on", trail.days.Day(null=True, verbose_name="settled on")),
                (
                    "center",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.organisation",
                    ),
                ),
                (
                    "platform",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.organisation",
                        verbose_name="platform",
                    ),
                ),
                (
                    "purchase",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="refund_due",
                        to="sampling.purchase",
                        verbose_name="purchase",
                    ),
                ),
                (
                    "written_off_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="written off by",
                    ),
                ),
            ],
            options={
                "verbose_name": "claim for a refund",
                "verbose_name_plural": "claims for refunds",
                "indexes": [
                    models.Index(fields=["center", "id"], name="refund_due_new"),
                    models.Index(fields=["center", "platform", "id"], name="refund_due_platform"),
                    models.Index(
                        condition=models.Q(("settled_on", None)),
                        fields=["center", "due_on"],
                        name="refund_due_due",
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "owed__gte",
                                django.db.models.expressions.CombinedExpression(
                                    models.F("refunded"), "+", models.F("written_off")
                                ),
                            ),
                            ("refunded__gte", 0),
                            ("written_off__gte", 0),
                        ),
                        name="refund_due_never_exceeded",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("written_off", 0),
                            models.Q(
                                models.Q(("reason", ""), _negated=True), ("written_off_by__isnull", False)
                            ),
                            _connector="OR",
                        ),
                        name="refund_due_written_off_for_a_reason",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                (
                                    "owed__gt",
                                    django.db.models.expressions.CombinedExpression(
                                        models.F("refunded"), "+", models.F("written_off")
                                    ),
                                ),
                                ("settled_on", None),
                            ),
                            models.Q(
                                (
                                    "owed",
                                    django.db.models.expressions.CombinedExpression(
                                        models.F("refunded"), "+", models.F("written_off")
                                    ),
                                ),
                                ("settled_on__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="refund_due_settled",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Refund",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "amount",
                    models.DecimalField(
                        decimal_places=2,
                        max_digits=12,
                        validators=[django.core.validators.MinValueValidator(0)],
                        verbose_name="for the goods",
                    ),
                ),
                (
                    "freight",
                    models.DecimalField(
                        decimal_places=2,
                        default=Decimal("0.00"),
                        max_digits=12,
                        validators=[django.core.validators.MinValueValidator(0)],
                        verbose_name="for freight",
                    ),
                ),
                ("refunded_on", trail.days.Day(verbose_name="refunded on")),
                ("at", trail.days.Moment(verbose_name="when")),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="entered by",
                    ),
                ),
                (
                    "proof",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="documents.attachment",
                        verbose_name="proof",
                    ),
                ),
                (
                    "claim",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="refunds",
                        to="sampling.refunddue",
                    ),
                ),
            ],
            options={
                "verbose_name": "refund",
                "verbose_name_plural": "refunds",
                "ordering": ("id",),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("amount__gt", 0), ("freight__gt", 0), _connector="OR"),
                        name="refund_some",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Sample",
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
                    "role",
                    models.CharField(
                        choices=[("test", "Test sample"), ("backup", "Backup sample")],
                        default="test",
                        max_length=8,
                        verbose_name="meant as",
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
                ("producer", models.CharField(blank=True, max_length=200, verbose_name="producer")),
                (
                    "producer_address",
                    models.CharField(blank=True, max_length=200, verbose_name="producer's address"),
                ),
                ("labelled_standard", models.CharField(max_length=200, verbose_name="standard on the label")),
                (
                    "declared",
                    models.TextField(
                        help_text="Contents, sizes and grades it claims.", verbose_name="declared quality"
                    ),
                ),
                (
                    "packing_class",
                    models.CharField(
                        choices=[("packed", "Prepacked"), ("loose", "Loose")],
                        max_length=8,
                        verbose_name="kind of packing",
                    ),
                ),
                (
                    "quantity",
                    models.PositiveIntegerField(
                        validators=[django.core.validators.MinValueValidator(1)], verbose_name="quantity"
                    ),
                ),
                ("unit", models.CharField(max_length=20, verbose_name="unit")),
                ("sampled_on", trail.days.Day(verbose_name="sampled on")),
                ("location", models.CharField(blank=True, max_length=100, verbose_name="place in the store")),
                (
                    "conditions",
                    models.CharField(blank=True, max_length=200, verbose_name="storage conditions"),
                ),
                ("stored_at", trail.days.Moment(null=True, verbose_name="taken into the store")),
                ("send_to", models.CharField(blank=True, max_length=200, verbose_name="to be sent to")),
                ("send_by", trail.days.Day(null=True, verbose_name="to be sent by")),
                ("seal_number", models.CharField(blank=True, max_length=60, verbose_name="seal number")),
                ("sealed_at", trail.days.Moment(null=True, verbose_name="sealed")),
                ("witnessed_at", trail.days.Moment(null=True, verbose_name="seal confirmed")),
                (
                    "kept_at",
                    models.CharField(blank=True, max_length=200, verbose_name="place of the sealed backup"),
                ),
                ("objection_ended_on", trail.days.Day(null=True, verbose_name="end of the objection period")),
                ("keep_until", trail.days.Day(null=True, verbose_name="to be kept until")),
                (
                    "seal_intact",
                    models.BooleanField(blank=True, null=True, verbose_name="the seals are intact"),
                ),
                (
                    "packing_intact",
                    models.BooleanField(blank=True, null=True, verbose_name="the packing is intact"),
                ),
                (
                    "quantity_met",
                    models.BooleanField(blank=True, null=True, verbose_name="the quantity is sufficient"),
                ),
                (
                    "state_fits",
                    models.BooleanField(blank=True, null=True, verbose_name="its state fits the test"),
                ),
                (
                    "papers_match",
                    models.BooleanField(
                        blank=True, null=True, verbose_name="the papers are complete and match"
                    ),
                ),
                ("appearance", models.CharField(blank=True, max_length=200, verbose_name="appearance")),
                ("condition", models.CharField(blank=True, max_length=200, verbose_name="state")),
                ("packing", models.CharField(blank=True, max_length=200, verbose_name="packing")),
                ("received_at", trail.days.Moment(null=True, verbose_name="received by the laboratory")),
                (
                    "disposal",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("destroyed", "Destroyed"),
                            ("scrapped", "Scrapped"),
                            ("recycled", "Recycled"),
                            ("donated", "Given away for use"),
                        ],
                        max_length=12,
                        verbose_name="way of disposal",
                    ),
                ),
                ("rejection", models.TextField(blank=True, verbose_name="why the laboratory rejects it")),
                (
                    "keeper",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="keeper",
                    ),
                ),
                (
                    "laboratory",
                    models.ForeignKey(
                        blank=True,
                        limit_choices_to={"kind": "laboratory"},
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.organisation",
                        verbose_name="laboratory",
                    ),
                ),
                (
                    "purchase",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="samples",
                        to="sampling.purchase",
                        verbose_name="purchase",
                    ),
                ),
                (
                    "sealed_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="sealed by",
                    ),
                ),
                (
                    "witnessed_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="seal confirmed by",
                    ),
                ),
            ],
            options={
                "verbose_name": "sample",
                "verbose_name_plural": "samples",
                "indexes": [
                    models.Index(fields=["item_id"], name="sample_item"),
                    django.contrib.postgres.indexes.GinIndex(
                        django.contrib.postgres.indexes.OpClass(
                            django.db.models.functions.text.Upper("producer"), name="gin_trgm_ops"
                        ),
                        name="sample_producer_part",
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("quantity__gt", 0)), name="sample_quantity"),
                    models.CheckConstraint(
                        condition=models.Q(("item_id", ""), _negated=True), name="sample_has_item_id"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("seal_number", ""), _negated=True),
                        fields=("seal_number",),
                        name="sample_seal_one",
                        violation_error_message="This seal number is on another sample: read it off again.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("witnessed_by", None),
                            models.Q(("witnessed_by", models.F("sealed_by")), _negated=True),
                            _connector="OR",
                        ),
                        name="sample_sealed_by_two",
                    ),
                ],
            },
            bases=("casework.record",),
        ),
        migrations.CreateModel(
            name="Move",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "purpose",
                    models.CharField(
                        choices=[
                            ("testing", "To be tested"),
                            ("second_test", "To be tested a second time"),
                            ("back", "Back after a rejection"),
                            ("return", "Back after the test"),
                            ("within", "To another place in the store"),
                        ],
                        max_length=12,
                        verbose_name="what for",
                    ),
                ),
                ("from_place", models.CharField(blank=True, max_length=200, verbose_name="from place")),
                ("given_at", trail.days.Moment(verbose_name="handed over")),
                ("to_place", models.CharField(blank=True, max_length=200, verbose_name="to place")),
                ("taken_at", trail.days.Moment(null=True, verbose_name="received")),
                (
                    "seal_intact",
                    models.BooleanField(blank=True, null=True, verbose_name="the seals are intact"),
                ),
                (
                    "packing_intact",
                    models.BooleanField(blank=True, null=True, verbose_name="the packing is intact"),
                ),
                (
                    "quantity_met",
                    models.BooleanField(blank=True, null=True, verbose_name="the quantity is sufficient"),
                ),
                (
                    "state_fits",
                    models.BooleanField(blank=True, null=True, verbose_name="its state fits the test"),
                ),
                ("refused_at", trail.days.Moment(null=True, verbose_name="refused")),
                ("remarks", models.CharField(blank=True, max_length=500, verbose_name="remarks")),
                (
                    "from_organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.organisation",
                        verbose_name="from",
                    ),
                ),
                (
                    "given_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="handed over by",
                    ),
                ),
                (
                    "taken_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="received by",
                    ),
                ),
                (
                    "to_organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.organisation",
                        verbose_name="to",
                    ),
                ),
                (
                    "sample",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="moves",
                        to="sampling.sample",
                    ),
                ),
            ],
            options={
                "verbose_name": "move of a sample",
                "verbose_name_plural": "moves of samples",
                "ordering": ("id",),
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("refused_at", None), ("taken_at", None)),
                        fields=("sample",),
                        name="move_one_under_way",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("taken_by", None),
                            ("given_by", None),
                            models.Q(("taken_by", models.F("given_by")), _negated=True),
                            _connector="OR",
                        ),
                        name="move_by_two",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("taken_at", None), ("refused_at", None), _connector="OR"),
                        name="move_ends_one_way",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="LabelSheet",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "token",
                    models.CharField(
                        default=accounts.addresses.token, editable=False, max_length=32, unique=True
                    ),
                ),
                ("asked_at", trail.days.Moment(verbose_name="when")),
                ("pdf", models.FileField(blank=True, upload_to=documents.models.random_name)),
                (
                    "asked_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="asked by",
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
                    "samples",
                    models.ManyToManyField(related_name="+", to="sampling.sample", verbose_name="samples"),
                ),
            ],
            options={
                "verbose_name": "sheet of labels",
                "verbose_name_plural": "sheets of labels",
            },
        ),
        migrations.CreateModel(
            name="Scheme",
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
                    "scope",
                    models.TextField(
                        help_text="Regions and prices to sample from.", verbose_name="sampling scope"
                    ),
                ),
                ("method", models.TextField(verbose_name="method of sampling")),
                ("starts_on", trail.days.Day(verbose_name="from")),
                ("ends_on", trail.days.Day(verbose_name="until")),
                ("staffing", models.TextField(verbose_name="who does what")),
                (
                    "listings_digest",
                    models.CharField(
                        blank=True, editable=False, max_length=64, verbose_name="digest of the listings"
                    ),
                ),
                (
                    "seed_commitment",
                    models.CharField(
                        blank=True, editable=False, max_length=64, verbose_name="digest of the seed"
                    ),
                ),
                ("seed_sealed", models.TextField(blank=True, editable=False)),
                ("seed", models.CharField(blank=True, editable=False, max_length=64, verbose_name="seed")),
                (
                    "selected_at",
                    trail.days.Moment(editable=False, null=True, verbose_name="targets proposed"),
                ),
                (
                    "shortfall",
                    models.JSONField(default=dict, editable=False, verbose_name="batches without a target"),
                ),
                (
                    "buyers",
                    models.ManyToManyField(
                        related_name="+", to=settings.AUTH_USER_MODEL, verbose_name="buyers"
                    ),
                ),
                (
                    "plan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="schemes",
                        to="monitoring.workplan",
                        verbose_name="work plan",
                    ),
                ),
                (
                    "platforms",
                    models.ManyToManyField(
                        blank=True,
                        limit_choices_to={"kind": "platform"},
                        related_name="+",
                        to="accounts.organisation",
                        verbose_name="platforms to sample on",
                    ),
                ),
                (
                    "regulator",
                    models.ForeignKey(
                        limit_choices_to={"kind": "regulator"},
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.organisation",
                        verbose_name="issued by",
                    ),
                ),
            ],
            options={
                "verbose_name": "sampling scheme",
                "verbose_name_plural": "sampling schemes",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("ends_on__gte", models.F("starts_on"))),
                        name="scheme_ends_after_start",
                    )
                ],
            },
            bases=("casework.record",),
        ),
        migrations.AddField(
            model_name="purchase",
            name="scheme",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="purchases",
                to="sampling.scheme",
                verbose_name="sampling scheme",
            ),
        ),
        migrations.CreateModel(
            name="Perusal",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "token",
                    models.CharField(
                        default=accounts.addresses.token, editable=False, max_length=32, unique=True
                    ),
                ),
                ("begun_at", trail.days.Moment(null=True, verbose_name="begun")),
                ("finished_at", trail.days.Moment(null=True, verbose_name="finished")),
                ("cancelled_at", trail.days.Moment(null=True, verbose_name="stopped")),
                ("failure", models.TextField(blank=True)),
                ("step", models.CharField(max_length=8, verbose_name="step")),
                (
                    "asked_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="asked by",
                    ),
                ),
                (
                    "in_charge",
                    models.ForeignKey(
                        db_index=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="in charge",
                    ),
                ),
                (
                    "scheme",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="perusals",
                        to="sampling.scheme",
                    ),
                ),
            ],
            options={
                "verbose_name": "reading of a listing",
                "verbose_name_plural": "readings of listings",
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(
                            ("begun_at__isnull", False), ("cancelled_at", None), ("finished_at", None)
                        ),
                        fields=("scheme",),
                        name="perusal_one",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="OfferFile",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "token",
                    models.CharField(
                        default=accounts.addresses.token, editable=False, max_length=32, unique=True
                    ),
                ),
                ("begun_at", trail.days.Moment(null=True, verbose_name="begun")),
                ("finished_at", trail.days.Moment(null=True, verbose_name="finished")),
                ("cancelled_at", trail.days.Moment(null=True, verbose_name="stopped")),
                ("failure", models.TextField(blank=True)),
                ("file", models.FileField(upload_to=documents.models.random_name)),
                ("name", models.CharField(max_length=150)),
                ("size", models.PositiveBigIntegerField()),
                ("sha256", models.CharField(max_length=64)),
                ("returned", models.FileField(blank=True, upload_to=documents.models.random_name)),
                ("sent_at", trail.days.Moment(verbose_name="sent in")),
                ("discarded_at", trail.days.Moment(null=True)),
                (
                    "columns",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(blank=True, max_length=12), default=list, size=None
                    ),
                ),
                ("headed", models.BooleanField(default=True)),
                ("good", models.PositiveIntegerField(default=0)),
                ("refused", models.PositiveIntegerField(default=0)),
                (
                    "in_charge",
                    models.ForeignKey(
                        db_index=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="in charge",
                    ),
                ),
                (
                    "plan_item",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="monitoring.planitem",
                    ),
                ),
                (
                    "platform",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.organisation",
                    ),
                ),
                (
                    "scheme",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="files",
                        to="sampling.scheme",
                    ),
                ),
                (
                    "sent_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="file sent in by",
                    ),
                ),
            ],
            options={
                "verbose_name": "file of listings",
                "verbose_name_plural": "files of listings",
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(
                            ("begun_at__isnull", False), ("cancelled_at", None), ("finished_at", None)
                        ),
                        fields=("scheme",),
                        name="offer_file_one",
                    )
                ],
            },
        ),
        migrations.AddField(
            model_name="listing",
            name="scheme",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="listings", to="sampling.scheme"
            ),
        ),
        migrations.CreateModel(
            name="Choosing",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "token",
                    models.CharField(
                        default=accounts.addresses.token, editable=False, max_length=32, unique=True
                    ),
                ),
                ("begun_at", trail.days.Moment(null=True, verbose_name="begun")),
                ("finished_at", trail.days.Moment(null=True, verbose_name="finished")),
                ("cancelled_at", trail.days.Moment(null=True, verbose_name="stopped")),
                ("failure", models.TextField(blank=True)),
                (
                    "mode",
                    models.CharField(
                        choices=[("optimal", "The best, proven"), ("random", "By lot")],
                        default="optimal",
                        max_length=8,
                        verbose_name="way of choosing",
                    ),
                ),
                (
                    "seconds",
                    models.PositiveSmallIntegerField(
                        default=60,
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(600),
                        ],
                        verbose_name="seconds",
                    ),
                ),
                (
                    "reason",
                    models.CharField(blank=True, max_length=300, verbose_name="why it was chosen again"),
                ),
                ("cause", models.BigIntegerField()),
                ("claimed_at", trail.days.Moment(null=True)),
                ("asked", models.JSONField(default=dict)),
                ("result", models.JSONField(default=dict)),
                ("answer", models.JSONField(default=dict)),
                ("listing", models.FileField(blank=True, upload_to=documents.models.random_name)),
                ("listing_sha256", models.CharField(blank=True, max_length=64)),
                (
                    "asked_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="asked by",
                    ),
                ),
                (
                    "in_charge",
                    models.ForeignKey(
                        db_index=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="in charge",
                    ),
                ),
                (
                    "scheme",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="choosings",
                        to="sampling.scheme",
                    ),
                ),
            ],
            options={
                "verbose_name": "choice of targets",
                "verbose_name_plural": "choices of targets",
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(
                            ("begun_at__isnull", False), ("cancelled_at", None), ("finished_at", None)
                        ),
                        fields=("scheme",),
                        name="choosing_one",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Advance",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("given", "Advance given"),
                            ("topped_up", "Advance topped up"),
                            ("paid_back", "Paid back"),
                        ],
                        max_length=10,
                        verbose_name="kind",
                    ),
                ),
                ("amount", models.DecimalField(decimal_places=2, max_digits=14, verbose_name="amount, yuan")),
                ("on", trail.days.Day(verbose_name="on")),
                ("means", models.CharField(max_length=100, verbose_name="how")),
                (
                    "token",
                    models.CharField(
                        default=accounts.addresses.token, editable=False, max_length=32, unique=True
                    ),
                ),
                ("entered_at", trail.days.Moment(verbose_name="entered")),
                ("confirmed_at", trail.days.Moment(null=True, verbose_name="confirmed")),
                ("denied_at", trail.days.Moment(null=True, verbose_name="denied")),
                ("denial", models.CharField(blank=True, max_length=300, verbose_name="why it is not so")),
                ("withdrawn_at", trail.days.Moment(null=True, verbose_name="withdrawn")),
                (
                    "buyer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="buyer",
                    ),
                ),
                (
                    "confirmed_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "entered_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "scheme",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="advances",
                        to="sampling.scheme",
                        verbose_name="sampling scheme",
                    ),
                ),
            ],
            options={
                "verbose_name": "advance",
                "verbose_name_plural": "advances",
                "ordering": ("id",),
                "indexes": [models.Index(fields=["scheme", "buyer"], name="advance_of")],
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("amount__gt", 0)), name="advance_amount"),
                    models.CheckConstraint(
                        condition=models.Q(("confirmed_at", None), ("denied_at", None), _connector="OR"),
                        name="advance_one_answer",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("confirmed_at", None), ("withdrawn_at", None), _connector="OR"),
                        name="advance_confirmed_stays",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Sealed",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "piece",
                    models.CharField(
                        choices=[("key", "Key"), ("name", "Name"), ("means", "Identifier")], max_length=5
                    ),
                ),
                ("content", models.BinaryField()),
                (
                    "identifier",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="sampling.identifier",
                    ),
                ),
                (
                    "recipient",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="sealed",
                        to="sampling.recipient",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("piece", "means"), _negated=True),
                        fields=("recipient", "piece"),
                        name="sealed_one",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("identifier__isnull", False), ("piece", "means")),
                            models.Q(models.Q(("piece", "means"), _negated=True), ("identifier", None)),
                            _connector="OR",
                        ),
                        name="sealed_of_an_identifier",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Settlement",
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
                    "spent",
                    models.DecimalField(
                        decimal_places=2,
                        default=0,
                        editable=False,
                        max_digits=14,
                        verbose_name="spent before refunds, yuan",
                    ),
                ),
                (
                    "refunded",
                    models.DecimalField(
                        decimal_places=2,
                        default=0,
                        editable=False,
                        max_digits=14,
                        verbose_name="refunded by sellers, yuan",
                    ),
                ),
                (
                    "balance",
                    models.DecimalField(
                        decimal_places=2,
                        default=0,
                        editable=False,
                        max_digits=14,
                        verbose_name="balance when submitted, yuan",
                    ),
                ),
                (
                    "buyer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="buyer",
                    ),
                ),
                (
                    "claimant",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="claimed by",
                    ),
                ),
                (
                    "scheme",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="settlements",
                        to="sampling.scheme",
                        verbose_name="sampling scheme",
                    ),
                ),
            ],
            options={
                "verbose_name": "settlement",
                "verbose_name_plural": "settlements",
            },
            bases=("casework.record",),
        ),
        migrations.CreateModel(
            name="Claim",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[("purchase", "Purchase"), ("refund", "Refund by the seller")],
                        max_length=10,
                        verbose_name="kind",
                    ),
                ),
                ("amount", models.DecimalField(decimal_places=2, max_digits=14, verbose_name="amount, yuan")),
                ("counts", models.BooleanField(default=True, editable=False)),
                (
                    "purchase",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="claims",
                        to="sampling.purchase",
                    ),
                ),
                (
                    "refund",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="claims",
                        to="sampling.refund",
                    ),
                ),
                (
                    "settlement",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="claims",
                        to="sampling.settlement",
                    ),
                ),
            ],
            options={
                "verbose_name": "claim of a settlement",
                "verbose_name_plural": "claims of a settlement",
                "ordering": ("purchase", "kind", "id"),
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("counts", True), ("refund", None)),
                        fields=("purchase",),
                        name="claim_settled_once",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("counts", True)),
                        fields=("refund",),
                        name="claim_refund_settled_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind", "purchase"), ("refund", None)),
                            models.Q(("kind", "refund"), ("refund__isnull", False)),
                            _connector="OR",
                        ),
                        name="claim_of_kind",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Stocktaking",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "token",
                    models.CharField(
                        default=accounts.addresses.token, editable=False, max_length=32, unique=True
                    ),
                ),
                ("place", models.CharField(blank=True, max_length=100, verbose_name="place in the store")),
                ("opened_at", trail.days.Moment(verbose_name="opened")),
                ("counted_at", trail.days.Moment(null=True, verbose_name="counted")),
                ("expected", models.PositiveIntegerField(null=True, verbose_name="expected")),
                ("present", models.PositiveIntegerField(null=True, verbose_name="present")),
                ("closed_at", trail.days.Moment(null=True, verbose_name="closed")),
                (
                    "center",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.organisation",
                    ),
                ),
                (
                    "closed_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="closed by",
                    ),
                ),
                (
                    "opened_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="opened by",
                    ),
                ),
            ],
            options={
                "verbose_name": "stocktaking",
                "verbose_name_plural": "stocktakings",
                "ordering": ("-id",),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("closed_by", None),
                            models.Q(("closed_by", models.F("opened_by")), _negated=True),
                            _connector="OR",
                        ),
                        name="stocktaking_by_two",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("closed_at", None), ("counted_at__isnull", False), _connector="OR"
                        ),
                        name="stocktaking_in_order",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Scanned",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.CharField(max_length=200, verbose_name="code")),
                ("at", trail.days.Moment(verbose_name="when")),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="read by",
                    ),
                ),
                (
                    "sample",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="sampling.sample",
                    ),
                ),
                (
                    "stocktaking",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="scanned",
                        to="sampling.stocktaking",
                    ),
                ),
            ],
            options={
                "verbose_name": "code read",
                "verbose_name_plural": "codes read",
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("sample__isnull", False)),
                        fields=("stocktaking", "sample"),
                        name="scanned_one_sample",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("sample", None)),
                        fields=("stocktaking", "code"),
                        name="scanned_one_code",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Difference",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "found",
                    models.CharField(
                        choices=[
                            ("missing", "Missing"),
                            ("elsewhere", "Belongs elsewhere"),
                            ("unknown", "Unknown code"),
                        ],
                        max_length=10,
                        verbose_name="result",
                    ),
                ),
                ("code", models.CharField(blank=True, max_length=200, verbose_name="code")),
                ("explanation", models.CharField(blank=True, max_length=500, verbose_name="explanation")),
                (
                    "explained_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="explained by",
                    ),
                ),
                (
                    "sample",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="sampling.sample",
                    ),
                ),
                (
                    "stocktaking",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="differences",
                        to="sampling.stocktaking",
                    ),
                ),
            ],
            options={
                "verbose_name": "difference",
                "verbose_name_plural": "differences",
                "ordering": ("id",),
                "indexes": [models.Index(fields=["stocktaking", "found", "id"], name="difference_of")],
            },
        ),
        migrations.CreateModel(
            name="StoragePlace",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "temperature_low",
                    models.DecimalField(
                        blank=True,
                        decimal_places=1,
                        max_digits=5,
                        null=True,
                        verbose_name="lowest temperature (℃)",
                    ),
                ),
                (
                    "temperature_high",
                    models.DecimalField(
                        blank=True,
                        decimal_places=1,
                        max_digits=5,
                        null=True,
                        verbose_name="highest temperature (℃)",
                    ),
                ),
                (
                    "humidity_low",
                    models.DecimalField(
                        blank=True,
                        decimal_places=1,
                        max_digits=5,
                        null=True,
                        validators=[
                            django.core.validators.MinValueValidator(Decimal("0")),
                            django.core.validators.MaxValueValidator(Decimal("100")),
                        ],
                        verbose_name="lowest humidity (%)",
                    ),
                ),
                (
                    "humidity_high",
                    models.DecimalField(
                        blank=True,
                        decimal_places=1,
                        max_digits=5,
                        null=True,
                        validators=[
                            django.core.validators.MinValueValidator(Decimal("0")),
                            django.core.validators.MaxValueValidator(Decimal("100")),
                        ],
                        verbose_name="highest humidity (%)",
                    ),
                ),
                ("name", models.CharField(max_length=60, verbose_name="place")),
                ("equipment", models.CharField(max_length=60, verbose_name="number of the equipment")),
                ("calibrated_until", trail.days.Day(verbose_name="calibrated until")),
                (
                    "keeper",
                    models.ForeignKey(
                        limit_choices_to={"kind__in": ["center", "laboratory"]},
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.organisation",
                        verbose_name="keeper",
                    ),
                ),
            ],
            options={
                "verbose_name": "storage place",
                "verbose_name_plural": "storage places",
                "ordering": ("name", "id"),
                "constraints": [
                    models.UniqueConstraint(fields=("keeper", "name"), name="storage_place_name"),
                    models.UniqueConstraint(fields=("keeper", "equipment"), name="storage_place_equipment"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("temperature_low", None),
                            ("temperature_high", None),
                            ("temperature_low__lte", models.F("temperature_high")),
                            _connector="OR",
                        ),
                        name="storage_place_temperature",
                        violation_error_message="The range ends below its beginning.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("humidity_low", None),
                            ("humidity_high", None),
                            ("humidity_low__lte", models.F("humidity_high")),
                            _connector="OR",
                        ),
                        name="storage_place_humidity",
                        violation_error_message="The range ends below its beginning.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Stay",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "temperature_low",
                    models.DecimalField(
                        blank=True,
                        decimal_places=1,
                        max_digits=5,
                        null=True,
                        verbose_name="lowest temperature (℃)",
                    ),
                ),
                (
                    "temperature_high",
                    models.DecimalField(
                        blank=True,
                        decimal_places=1,
                        max_digits=5,
                        null=True,
                        verbose_name="highest temperature (℃)",
                    ),
                ),
                (
                    "humidity_low",
                    models.DecimalField(
                        blank=True,
                        decimal_places=1,
                        max_digits=5,
                        null=True,
                        validators=[
                            django.core.validators.MinValueValidator(Decimal("0")),
                            django.core.validators.MaxValueValidator(Decimal("100")),
                        ],
                        verbose_name="lowest humidity (%)",
                    ),
                ),
                (
                    "humidity_high",
                    models.DecimalField(
                        blank=True,
                        decimal_places=1,
                        max_digits=5,
                        null=True,
                        validators=[
                            django.core.validators.MinValueValidator(Decimal("0")),
                            django.core.validators.MaxValueValidator(Decimal("100")),
                        ],
                        verbose_name="highest humidity (%)",
                    ),
                ),
                ("since", trail.days.Moment(verbose_name="since")),
                ("until", trail.days.Moment(null=True, verbose_name="until")),
                (
                    "put_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="put there by",
                    ),
                ),
                (
                    "sample",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="stays",
                        to="sampling.sample",
                        verbose_name="sample",
                    ),
                ),
                (
                    "place",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="stays",
                        to="sampling.storageplace",
                        verbose_name="place",
                    ),
                ),
            ],
            options={
                "verbose_name": "stay in a place",
                "verbose_name_plural": "stays in places",
                "ordering": ("-since", "-id"),
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("until", None)), fields=("sample",), name="storage_stay_one"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("until", None), ("until__gte", models.F("since")), _connector="OR"
                        ),
                        name="storage_stay_in_order",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("temperature_low", None),
                            ("temperature_high", None),
                            ("temperature_low__lte", models.F("temperature_high")),
                            _connector="OR",
                        ),
                        name="storage_stay_temperature",
                        violation_error_message="The range ends below its beginning.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("humidity_low", None),
                            ("humidity_high", None),
                            ("humidity_low__lte", models.F("humidity_high")),
                            _connector="OR",
                        ),
                        name="storage_stay_humidity",
                        violation_error_message="The range ends below its beginning.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Reading",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("at", trail.days.Moment(verbose_name="read at")),
                (
                    "temperature",
                    models.DecimalField(
                        blank=True, decimal_places=1, max_digits=5, null=True, verbose_name="temperature (℃)"
                    ),
                ),
                (
                    "humidity",
                    models.DecimalField(
                        blank=True,
                        decimal_places=1,
                        max_digits=5,
                        null=True,
                        validators=[
                            django.core.validators.MinValueValidator(Decimal("0")),
                            django.core.validators.MaxValueValidator(Decimal("100")),
                        ],
                        verbose_name="humidity (%)",
                    ),
                ),
                ("outside", models.BooleanField(verbose_name="outside the range")),
                ("note", models.CharField(blank=True, max_length=200, verbose_name="what was done about it")),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="read by",
                    ),
                ),
                (
                    "place",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="readings",
                        to="sampling.storageplace",
                    ),
                ),
            ],
            options={
                "verbose_name": "reading",
                "verbose_name_plural": "readings",
                "ordering": ("-at", "-id"),
                "indexes": [models.Index(fields=["place", "-at", "-id"], name="storage_reading_new")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("humidity", None), ("temperature", None), _negated=True),
                        name="storage_reading_says_something",
                        violation_error_message="Enter a temperature or a humidity.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("outside", False), models.Q(("note", ""), _negated=True), _connector="OR"
                        ),
                        name="storage_reading_noted",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="StorageRule",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("title", models.CharField(max_length=120, verbose_name="title")),
                ("version", models.CharField(max_length=20, verbose_name="version")),
                ("in_force_since", trail.days.Day(verbose_name="in force since")),
                ("file", models.FileField(upload_to=documents.models.random_name, verbose_name="file")),
                ("name", models.CharField(editable=False, max_length=150, verbose_name="file name")),
                ("content_type", models.CharField(editable=False, max_length=100)),
                ("size", models.PositiveBigIntegerField(default=0, editable=False, verbose_name="size")),
                ("at", trail.days.Moment(verbose_name="when")),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="sent in by",
                    ),
                ),
                (
                    "keeper",
                    models.ForeignKey(
                        limit_choices_to={"kind__in": ["center", "laboratory"]},
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.organisation",
                        verbose_name="keeper",
                    ),
                ),
            ],
            options={
                "verbose_name": "sample-management rule",
                "verbose_name_plural": "sample-management rules",
                "ordering": ("-in_force_since", "-id"),
                "constraints": [
                    models.UniqueConstraint(fields=("keeper", "title", "version"), name="storage_rule_one")
                ],
            },
        ),
        migrations.CreateModel(
            name="Undertaking",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("signed_at", trail.days.Moment(verbose_name="signed")),
                (
                    "buyer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="undertakings",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "center",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.organisation",
                    ),
                ),
                (
                    "declaration",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="sampling.declaration",
                    ),
                ),
            ],
            options={
                "verbose_name": "confidentiality undertaking",
                "verbose_name_plural": "confidentiality undertakings",
                "constraints": [
                    models.UniqueConstraint(fields=("buyer", "declaration"), name="undertaking_one")
                ],
            },
        ),
        migrations.AddIndex(
            model_name="identifier",
            index=models.Index(
                condition=models.Q(("index", ""), _negated=True), fields=["index"], name="identifier_index"
            ),
        ),
        migrations.AddConstraint(
            model_name="identifier",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("kind", "account"), ("platform__isnull", False)),
                    models.Q(models.Q(("kind", "account"), _negated=True), ("platform", None)),
                    _connector="OR",
                ),
                name="identifier_platform",
            ),
        ),
        migrations.AddIndex(
            model_name="purchase",
            index=models.Index(fields=["order_number"], name="purchase_order"),
        ),
        migrations.AddConstraint(
            model_name="purchase",
            constraint=models.UniqueConstraint(
                condition=models.Q(("counts", True), ("exception", "")),
                fields=("scheme", "shop"),
                name="purchase_one_shop",
            ),
        ),
        migrations.AddConstraint(
            model_name="purchase",
            constraint=models.UniqueConstraint(
                condition=models.Q(("counts", True), ("exception", "")),
                fields=("scheme", "brand"),
                name="purchase_one_brand",
            ),
        ),
        migrations.AddConstraint(
            model_name="purchase",
            constraint=models.UniqueConstraint(
                condition=models.Q(("counts", True), ("exception", "")),
                fields=("scheme", "enterprise"),
                name="purchase_one_enterprise",
            ),
        ),
        migrations.AddConstraint(
            model_name="purchase",
            constraint=models.UniqueConstraint(
                condition=models.Q(("counts", True)), fields=("replaces",), name="purchase_one_substitute"
            ),
        ),
        migrations.AddConstraint(
            model_name="purchase",
            constraint=models.UniqueConstraint(
                condition=models.Q(("counts", True)),
                fields=("scheme", "listing"),
                name="purchase_one_listing",
            ),
        ),
        migrations.AddConstraint(
            model_name="purchase",
            constraint=models.CheckConstraint(
                condition=models.Q(("unit_price", None), ("unit_price__gte", 0), _connector="OR"),
                name="purchase_unit_price",
            ),
        ),
        migrations.AddConstraint(
            model_name="purchase",
            constraint=models.CheckConstraint(
                condition=models.Q(("freight", None), ("freight__gte", 0), _connector="OR"),
                name="purchase_freight",
            ),
        ),
        migrations.AddConstraint(
            model_name="purchase",
            constraint=models.CheckConstraint(
                condition=models.Q(("amount", None), ("amount__gte", 0), _connector="OR"),
                name="purchase_amount",
            ),
        ),
        migrations.AddConstraint(
            model_name="purchase",
            constraint=models.CheckConstraint(
                condition=models.Q(("return_freight", None), ("return_freight__gte", 0), _connector="OR"),
                name="purchase_return_freight",
            ),
        ),
        migrations.AddConstraint(
            model_name="purchase",
            constraint=models.CheckConstraint(
                condition=models.Q(("refund_amount", None), ("refund_amount__gte", 0), _connector="OR"),
                name="purchase_refund_amount",
            ),
        ),
        migrations.AddConstraint(
            model_name="purchase",
            constraint=models.CheckConstraint(
                condition=models.Q(("quantity", None), ("quantity__gt", 0), _connector="OR"),
                name="purchase_quantity",
            ),
        ),
        migrations.AddIndex(
            model_name="listing",
            index=models.Index(fields=["item_id"], name="listing_item"),
        ),
        migrations.AddConstraint(
            model_name="listing",
            constraint=models.UniqueConstraint(fields=("scheme", "line"), name="listing_line"),
        ),
        migrations.AddConstraint(
            model_name="listing",
            constraint=models.UniqueConstraint(fields=("scheme", "platform", "item_id"), name="listing_one"),
        ),
        migrations.AddConstraint(
            model_name="listing",
            constraint=models.CheckConstraint(
                condition=models.Q(("price", None), ("price__gte", 0), _connector="OR"), name="listing_price"
            ),
        ),
        migrations.AddConstraint(
            model_name="listing",
            constraint=models.CheckConstraint(
                condition=models.Q(("item_id", ""), _negated=True), name="listing_item_id"
            ),
        ),
    ]
