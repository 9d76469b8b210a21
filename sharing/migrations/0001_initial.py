import django.contrib.postgres.fields
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import documents.models
import trail.days


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accounts", "0001_initial"),
        ("accounts", "__first__"),
        ("casework", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Resource",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "number",
                    models.CharField(editable=False, max_length=14, unique=True, verbose_name="number"),
                ),
                ("name", models.CharField(max_length=120, verbose_name="name")),
                ("abstract", models.TextField(max_length=1000, verbose_name="what it holds")),
                (
                    "holding",
                    models.CharField(
                        choices=[
                            ("findings", "Findings of tests"),
                            ("reports", "Test reports and compiled reports"),
                            ("risks", "Risk information"),
                            ("figures", "Statistics"),
                            ("laboratories", "Laboratories and their qualifications"),
                            ("standards", "Standards and test items"),
                            ("disposals", "Disposals and enforcement"),
                            ("market", "Shops, enterprises and products"),
                            ("other", "Other information"),
                        ],
                        max_length=12,
                        verbose_name="kind of information",
                    ),
                ),
                ("source", models.CharField(blank=True, editable=False, max_length=20)),
                ("fields", models.JSONField(blank=True, default=list, verbose_name="fields")),
                ("format", models.CharField(max_length=40, verbose_name="format")),
                (
                    "schema_version",
                    models.CharField(default="1.0", max_length=20, verbose_name="version of the schema"),
                ),
                (
                    "headings",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=[
                                ("product", "Product"),
                                ("producer", "Producer and seller"),
                                ("hazard", "Hazard"),
                                ("scope", "Scope concerned"),
                                ("degree", "Degree of the hazard"),
                                ("test", "Test and judgement"),
                                ("handling", "Handling"),
                                ("source", "Source"),
                            ],
                            max_length=12,
                        ),
                        size=None,
                        verbose_name="headings of GB/T 30135",
                    ),
                ),
                (
                    "cycle",
                    models.CharField(
                        choices=[
                            ("live", "At once"),
                            ("day", "Daily"),
                            ("week", "Weekly"),
                            ("month", "Monthly"),
                            ("quarter", "Quarterly"),
                            ("year", "Yearly"),
                            ("once", "Once"),
                        ],
                        max_length=8,
                        verbose_name="brought up to date",
                    ),
                ),
                ("retention", models.PositiveSmallIntegerField(default=5, verbose_name="kept for, years")),
                (
                    "openness",
                    models.CharField(
                        choices=[
                            ("members", "Open to every member"),
                            ("request", "On request"),
                            ("closed", "Closed: listed, but not shared"),
                        ],
                        max_length=8,
                        verbose_name="secrecy",
                    ),
                ),
                ("personal", models.BooleanField(default=False, verbose_name="contains personal data")),
                ("contact", models.CharField(max_length=120, verbose_name="contact")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("offered", "Offered to the center"),
                            ("accepted", "In the repository"),
                            ("withdrawn", "Withdrawn"),
                        ],
                        default="offered",
                        editable=False,
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                ("registered_at", trail.days.Moment(editable=False, verbose_name="registered")),
                (
                    "accepted_at",
                    trail.days.Moment(editable=False, null=True, verbose_name="in the repository since"),
                ),
                (
                    "withdrawn_why",
                    models.CharField(
                        blank=True, editable=False, max_length=300, verbose_name="why it was withdrawn"
                    ),
                ),
                (
                    "center",
                    models.ForeignKey(
                        limit_choices_to={"kind": "center"},
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.organisation",
                        verbose_name="kept by",
                    ),
                ),
                (
                    "provider",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.organisation",
                        verbose_name="provider",
                    ),
                ),
                (
                    "registered_by",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "resource",
                "verbose_name_plural": "resources",
                "indexes": [
                    models.Index(fields=["state", "-id"], name="resource_new"),
                    models.Index(fields=["provider", "-id"], name="resource_provider"),
                    models.Index(fields=["center", "-id"], name="resource_center"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("retention__gte", 1)), name="resource_is_kept"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("openness", "members"), ("personal", True), _negated=True),
                        name="resource_personal_is_not_open",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Safeguard",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("version", models.PositiveSmallIntegerField(editable=False, verbose_name="version")),
                ("text", models.TextField(verbose_name="rules")),
                ("published_at", trail.days.Moment(verbose_name="published")),
                ("confirmed_at", trail.days.Moment(null=True, verbose_name="confirmed")),
                (
                    "center",
                    models.ForeignKey(
                        limit_choices_to={"kind": "center"},
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.organisation",
                        verbose_name="monitoring center",
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
                    "confirmed_for",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.organisation",
                        verbose_name="confirming body",
                    ),
                ),
                (
                    "published_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "safeguards",
                "verbose_name_plural": "safeguards",
                "ordering": ("center__name", "-version"),
                "constraints": [
                    models.UniqueConstraint(fields=("center", "version"), name="safeguard_version"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("confirmed_at__isnull", True),
                                ("confirmed_by__isnull", True),
                                ("confirmed_for__isnull", True),
                            ),
                            models.Q(
                                ("confirmed_at__isnull", False),
                                ("confirmed_by__isnull", False),
                                ("confirmed_for__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="safeguard_confirmed_by_somebody",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("confirmed_by", models.F("published_by")), _negated=True),
                        name="safeguard_not_by_oneself",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Acknowledgement",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("at", trail.days.Moment()),
                (
                    "by",
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
                    "safeguard",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="acknowledgements",
                        to="sharing.safeguard",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("safeguard", "organisation"), name="acknowledged_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="ShareRequest",
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
                ("purpose", models.TextField(max_length=1000, verbose_name="purpose")),
                ("legal_ground", models.CharField(blank=True, max_length=300, verbose_name="legal ground")),
                (
                    "fields_asked",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=60), size=None, verbose_name="fields asked for"
                    ),
                ),
                ("asked_from", trail.days.Day(verbose_name="to be used from")),
                ("asked_until", trail.days.Day(verbose_name="to be used until")),
                (
                    "method",
                    models.CharField(
                        choices=[("query", "Query"), ("interface", "Interface"), ("file", "File")],
                        max_length=10,
                        verbose_name="way of use",
                    ),
                ),
                (
                    "promise",
                    models.BooleanField(
                        verbose_name="We keep to the safeguards, use the information for this purpose only and pass nothing on."
                    ),
                ),
                (
                    "question",
                    models.TextField(blank=True, max_length=1000, verbose_name="question of the holder"),
                ),
                (
                    "clarification",
                    models.TextField(blank=True, max_length=1000, verbose_name="answer of the requester"),
                ),
                (
                    "answer",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("whole", "Granted in whole"),
                            ("part", "Granted in part"),
                            ("no", "Not granted"),
                            ("elsewhere", "Passed on"),
                        ],
                        max_length=10,
                        verbose_name="decision",
                    ),
                ),
                ("reason", models.TextField(blank=True, max_length=1000, verbose_name="reasons")),
                (
                    "fields_granted",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=60),
                        blank=True,
                        default=list,
                        size=None,
                        verbose_name="fields granted",
                    ),
                ),
                ("granted_until", trail.days.Day(blank=True, null=True, verbose_name="granted until")),
                (
                    "assessed",
                    models.BooleanField(
                        default=False,
                        verbose_name="The effect on personal information was assessed, and the legal ground holds.",
                    ),
                ),
                ("decided_on", trail.days.Day(editable=False, null=True, verbose_name="answered on")),
                ("ended_why", models.TextField(blank=True, max_length=500, verbose_name="why it ended")),
                (
                    "owner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.organisation",
                        verbose_name="held by",
                    ),
                ),
                (
                    "requester",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.organisation",
                        verbose_name="asked for by",
                    ),
                ),
                (
                    "resource",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="sharing.resource",
                        verbose_name="resource",
                    ),
                ),
            ],
            options={
                "verbose_name": "share request",
                "verbose_name_plural": "share requests",
                "indexes": [models.Index(fields=["granted_until"], name="sharerequest_until")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("promise", True)), name="sharerequest_promised"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("asked_until__gte", models.F("asked_from"))),
                        name="sharerequest_period",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("requester", models.F("owner")), _negated=True),
                        name="sharerequest_between_two",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("fields_granted__contained_by", models.F("fields_asked"))),
                        name="sharerequest_no_more",
                    ),
                ],
            },
            bases=("casework.record",),
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
                ("at", trail.days.Moment(verbose_name="when")),
                (
                    "use",
                    models.CharField(
                        choices=[("page", "Page"), ("download", "Download"), ("api", "Interface")],
                        max_length=8,
                        verbose_name="how",
                    ),
                ),
                ("rows", models.PositiveIntegerField(verbose_name="rows")),
                ("words", models.CharField(blank=True, max_length=200, verbose_name="looked for")),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.organisation",
                        verbose_name="organisation",
                    ),
                ),
                (
                    "provider",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.organisation",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="person",
                    ),
                ),
                (
                    "resource",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="sharing.resource",
                    ),
                ),
                (
                    "request",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="readings",
                        to="sharing.sharerequest",
                    ),
                ),
            ],
            options={
                "verbose_name": "reading of shared information",
                "verbose_name_plural": "readings of shared information",
                "indexes": [
                    models.Index(fields=["request", "-id"], name="reading_request"),
                    models.Index(fields=["resource", "-id"], name="reading_resource"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Supply",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("version", models.PositiveSmallIntegerField(verbose_name="version")),
                ("file", models.FileField(upload_to=documents.models.random_name, verbose_name="file")),
                ("name", models.CharField(max_length=150, verbose_name="file name")),
                ("size", models.PositiveBigIntegerField(verbose_name="size")),
                ("content_type", models.CharField(max_length=100, verbose_name="content type")),
                ("sha256", models.CharField(max_length=64, verbose_name="SHA-256")),
                ("count", models.PositiveIntegerField(verbose_name="rows")),
                ("supplied_at", trail.days.Moment(verbose_name="supplied")),
                ("accepted_at", trail.days.Moment(null=True, verbose_name="accepted")),
                (
                    "resource",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="supplies",
                        to="sharing.resource",
                    ),
                ),
                (
                    "supplied_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("resource", "version"), name="supply_version")
                ],
            },
        ),
        migrations.CreateModel(
            name="SuppliedRow",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("position", models.PositiveIntegerField()),
                (
                    "values",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.TextField(blank=True), size=None
                    ),
                ),
                (
                    "supply",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="rows",
                        to="sharing.supply",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("supply", "position"), name="supplied_row_one")
                ],
            },
        ),
    ]
