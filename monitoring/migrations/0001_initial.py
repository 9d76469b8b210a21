import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.core.validators
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import accounts.addresses
import catalogue.models
import documents.models
import monitoring.risks.models.matters
import trail.days


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accounts", "0001_initial"),
        ("accounts", "__first__"),
        ("casework", "0001_initial"),
        ("catalogue", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="PlanVersion",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("version", models.PositiveIntegerField(verbose_name="version")),
                ("submission", models.PositiveIntegerField(verbose_name="submission")),
                ("content", models.JSONField()),
                ("digest", models.CharField(max_length=64, verbose_name="digest")),
                ("submitted_at", trail.days.Moment(verbose_name="submitted")),
                ("approved_at", trail.days.Moment(null=True, verbose_name="approved")),
            ],
            options={
                "verbose_name": "version of a plan",
                "verbose_name_plural": "versions of a plan",
                "ordering": ("version", "submission"),
            },
        ),
        migrations.CreateModel(
            name="Criteria",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("version", models.SlugField(max_length=30, unique=True, verbose_name="version")),
                ("name", models.CharField(max_length=120, verbose_name="name")),
                ("source", models.CharField(max_length=200, verbose_name="source")),
                ("bands", models.JSONField(default=list, editable=False)),
                ("rest", models.JSONField(default=list, editable=False)),
                ("raises", models.JSONField(default=list, editable=False)),
                ("made_at", trail.days.Moment(editable=False, null=True)),
                (
                    "made_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "older",
                    models.OneToOneField(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="newer",
                        to="monitoring.criteria",
                        verbose_name="takes the place of",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.organisation",
                        verbose_name="made by",
                    ),
                ),
            ],
            options={
                "verbose_name": "assessment criteria",
                "verbose_name_plural": "assessment criteria",
            },
        ),
        migrations.CreateModel(
            name="Assessment",
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
                    "mode",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("working", "By the staff"),
                            ("experts", "By specialists: experts"),
                            ("technical", "By specialists: technical tests"),
                            ("survey", "By specialists: survey"),
                            ("joint", "In a joint session"),
                        ],
                        max_length=20,
                        verbose_name="mode of assessment",
                    ),
                ),
                ("account", models.TextField(blank=True, verbose_name="account of the survey")),
                (
                    "units_in_use",
                    models.PositiveIntegerField(blank=True, null=True, verbose_name="items in use"),
                ),
                (
                    "severity",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        choices=[
                            (1, "1 – first aid, reversible"),
                            (2, "2 – may need a doctor, reversible"),
                            (3, "3 – hospital, or lasting harm below a tenth"),
                            (4, "4 – death, or lasting harm of a tenth or more"),
                        ],
                        null=True,
                        verbose_name="severity",
                    ),
                ),
                (
                    "spread",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("none", "There is no hazard"),
                            ("isolated", "Isolated"),
                            ("local", "Local"),
                            ("regional", "Regional"),
                            ("shared", "Shared by the industry"),
                        ],
                        max_length=12,
                        verbose_name="spread",
                    ),
                ),
                (
                    "level",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("low", "Low"),
                            ("medium", "Medium"),
                            ("high", "High"),
                            ("serious", "Serious"),
                        ],
                        editable=False,
                        max_length=10,
                        verbose_name="risk level",
                    ),
                ),
                ("reason", models.TextField(blank=True, verbose_name="reason")),
                ("dissent", models.TextField(blank=True, verbose_name="dissenting opinions")),
                ("absence", models.TextField(blank=True, verbose_name="absences, and why")),
                (
                    "outside",
                    models.TextField(
                        blank=True, verbose_name="units outside the system to notify, one a line"
                    ),
                ),
                (
                    "notified",
                    models.ManyToManyField(
                        blank=True,
                        related_name="+",
                        to="accounts.organisation",
                        verbose_name="whom to notify",
                    ),
                ),
                (
                    "panel",
                    models.ManyToManyField(
                        blank=True, related_name="+", to=settings.AUTH_USER_MODEL, verbose_name="panel"
                    ),
                ),
                (
                    "supersedes",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="newer",
                        to="monitoring.assessment",
                        verbose_name="takes the place of",
                    ),
                ),
                (
                    "criteria",
                    models.ForeignKey(
                        default="eu-2019-417",
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="assessments",
                        to="monitoring.criteria",
                        to_field="version",
                        verbose_name="criteria and their version",
                    ),
                ),
            ],
            options={
                "verbose_name": "risk assessment",
                "verbose_name_plural": "risk assessments",
            },
            bases=("casework.record",),
        ),
        migrations.CreateModel(
            name="Feed",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=80, verbose_name="name")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("rss", "RSS or Atom"),
                            ("cpsc", "Recalls of the US CPSC (JSON)"),
                            ("safety_gate", "Alerts of the EU's Safety Gate (export)"),
                            ("json_list", "A list in JSON"),
                            ("mail", "Mailbox"),
                        ],
                        max_length=12,
                        verbose_name="kind of feed",
                    ),
                ),
                ("address", models.CharField(max_length=500, verbose_name="address")),
                (
                    "channel",
                    models.CharField(
                        choices=[
                            ("a", "a) complaint and report platforms"),
                            ("b", "b) regulators' information platforms"),
                            ("c", "c) platforms' quality management"),
                            ("d", "d) information platforms on the internet"),
                            ("e", "e) information platforms for standards"),
                        ],
                        max_length=1,
                        verbose_name="channel",
                    ),
                ),
                (
                    "sub_channel",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("hotline_12315", "12315 hotline and platform"),
                            ("hotline_12365", "12365 hotline"),
                            ("web_mailbox", "Web mailbox"),
                            ("national_sampling", "National database of spot checks"),
                            ("provincial_sampling", "Provincial database of spot checks"),
                            ("municipal_sampling", "Municipal database of spot checks"),
                            ("alerts", "Risk monitoring and alert platform"),
                            ("publication", "Publication of a regulator"),
                            ("platform_sampling", "The platform's own spot checks"),
                            ("platform_complaints", "The platform's complaint system"),
                            ("quality_website", "Website on product quality"),
                            ("main_media", "Main media"),
                            ("social_media", "Social media"),
                            ("standards_database", "Database of product standards"),
                            ("new_standard", "New standard"),
                            ("foreign_body", "Important foreign body"),
                        ],
                        max_length=24,
                        verbose_name="source",
                    ),
                ),
                (
                    "every",
                    models.PositiveIntegerField(
                        choices=[
                            (15, "every quarter of an hour"),
                            (60, "every hour"),
                            (360, "every six hours"),
                            (1440, "every day"),
                            (10080, "every week"),
                        ],
                        default=60,
                        verbose_name="how often",
                    ),
                ),
                ("words", models.TextField(blank=True, verbose_name="products looked for")),
                ("mapping", models.TextField(blank=True, verbose_name="where each column is found")),
                ("active", models.BooleanField(default=True, verbose_name="switched on")),
                ("etag", models.CharField(blank=True, editable=False, max_length=300)),
                ("modified", models.CharField(blank=True, editable=False, max_length=100)),
                ("digest", models.CharField(blank=True, editable=False, max_length=64)),
                ("next_at", trail.days.Moment(editable=False, verbose_name="next reading")),
                (
                    "ended",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("new", "something new"),
                            ("nothing", "nothing new"),
                            ("failed", "could not be read"),
                        ],
                        editable=False,
                        max_length=8,
                        verbose_name="last outcome",
                    ),
                ),
                ("ended_at", trail.days.Moment(editable=False, null=True, verbose_name="last reading")),
                (
                    "failures",
                    models.PositiveSmallIntegerField(
                        default=0, editable=False, verbose_name="failures in a row"
                    ),
                ),
                ("told_at", trail.days.Moment(editable=False, null=True)),
                (
                    "center",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.organisation",
                    ),
                ),
            ],
            options={
                "verbose_name": "feed",
                "verbose_name_plural": "feeds",
                "ordering": ("name", "id"),
                "indexes": [
                    models.Index(condition=models.Q(("active", True)), fields=["next_at"], name="feed_due")
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("center", "name"), name="feed_name"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("sub_channel", ""),
                            models.Q(
                                ("channel", "a"),
                                ("sub_channel__in", ["hotline_12315", "hotline_12365", "web_mailbox"]),
                            ),
                            models.Q(
                                ("channel", "b"),
                                (
                                    "sub_channel__in",
                                    [
                                        "national_sampling",
                                        "provincial_sampling",
                                        "municipal_sampling",
                                        "alerts",
                                        "publication",
                                    ],
                                ),
                            ),
                            models.Q(
                                ("channel", "c"),
                                ("sub_channel__in", ["platform_sampling", "platform_complaints"]),
                            ),
                            models.Q(
                                ("channel", "d"),
                                ("sub_channel__in", ["quality_website", "main_media", "social_media"]),
                            ),
                            models.Q(
                                ("channel", "e"),
                                ("sub_channel__in", ["standards_database", "new_standard", "foreign_body"]),
                            ),
                            _connector="OR",
                        ),
                        name="feed_source_of_its_channel",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="FeedRun",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("promised_at", trail.days.Moment(verbose_name="begun")),
                ("claimed_at", trail.days.Moment(editable=False, null=True)),
                ("ended_at", trail.days.Moment(null=True, verbose_name="ended")),
                (
                    "ended",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("new", "something new"),
                            ("nothing", "nothing new"),
                            ("failed", "could not be read"),
                        ],
                        max_length=8,
                        verbose_name="what came of it",
                    ),
                ),
                ("lines", models.PositiveIntegerField(default=0, verbose_name="lines read")),
                ("signals", models.PositiveIntegerField(default=0, verbose_name="new risk signals")),
                ("findings", models.PositiveIntegerField(default=0, verbose_name="new findings")),
                ("known", models.PositiveIntegerField(default=0, verbose_name="already known")),
                ("refused", models.PositiveIntegerField(default=0, verbose_name="refused")),
                ("error", models.TextField(blank=True, verbose_name="what went wrong")),
                ("refusals", models.JSONField(default=list)),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="begun by",
                    ),
                ),
                (
                    "feed",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="runs",
                        to="monitoring.feed",
                    ),
                ),
            ],
            options={
                "verbose_name": "reading of a feed",
                "verbose_name_plural": "readings of feeds",
                "ordering": ("-id",),
                "indexes": [models.Index(fields=["feed", "-id"], name="feed_runs")],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("ended_at", None)), fields=("feed",), name="feed_run_open"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="FollowUp",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "Waits for a person"),
                            ("matched", "Matched to its finding"),
                            ("apart", "Kept apart"),
                        ],
                        default="waiting",
                        max_length=8,
                        verbose_name="state",
                    ),
                ),
                ("title", models.CharField(max_length=200, verbose_name="title of the list")),
                ("year", models.PositiveSmallIntegerField(null=True, verbose_name="year")),
                ("product", models.CharField(max_length=200, verbose_name="product")),
                ("producer", models.CharField(blank=True, max_length=200, verbose_name="producer")),
                ("brand", models.CharField(blank=True, max_length=120, verbose_name="brand")),
                ("model", models.CharField(blank=True, max_length=200, verbose_name="model")),
                (
                    "batch",
                    models.CharField(blank=True, max_length=120, verbose_name="date of production or batch"),
                ),
                (
                    "report",
                    models.CharField(
                        blank=True, max_length=120, verbose_name="number of the report or sample"
                    ),
                ),
                (
                    "notice",
                    models.CharField(blank=True, max_length=120, verbose_name="number of the earlier notice"),
                ),
                (
                    "failing",
                    models.CharField(blank=True, max_length=400, verbose_name="non-conforming items"),
                ),
                ("rectification", models.CharField(blank=True, max_length=400, verbose_name="rectification")),
                ("recheck", models.CharField(blank=True, max_length=400, verbose_name="re-check")),
                ("penalty", models.CharField(blank=True, max_length=400, verbose_name="penalty")),
                ("remark", models.CharField(blank=True, max_length=400, verbose_name="remark")),
                ("source", models.CharField(max_length=200, verbose_name="source")),
                ("taken_at", trail.days.Moment(verbose_name="taken in")),
                ("decided_at", trail.days.Moment(null=True, verbose_name="decided at")),
                ("reason", models.CharField(blank=True, max_length=300, verbose_name="reason")),
                ("fingerprint", models.CharField(editable=False, max_length=64)),
                (
                    "center",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.organisation",
                    ),
                ),
                (
                    "decided_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="decided by",
                    ),
                ),
                (
                    "finding",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="outcomes",
                        to="catalogue.finding",
                        verbose_name="finding",
                    ),
                ),
            ],
            options={
                "verbose_name": "follow-up",
                "verbose_name_plural": "follow-ups",
                "ordering": ["-pk"],
                "indexes": [models.Index(fields=["center", "state", "-id"], name="followup_list")],
                "constraints": [
                    models.UniqueConstraint(fields=("center", "fingerprint"), name="followup_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="Footprint",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("size", models.PositiveSmallIntegerField()),
                (
                    "bands",
                    django.contrib.postgres.fields.ArrayField(base_field=models.IntegerField(), size=None),
                ),
                ("bits", monitoring.risks.models.matters.BitsField(length=176)),
                (
                    "center",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.organisation",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Apart",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("at", trail.days.Moment(verbose_name="when")),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="who",
                    ),
                ),
                (
                    "one",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="monitoring.footprint",
                    ),
                ),
                (
                    "other",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="monitoring.footprint",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("one", "other"), name="apart_once"),
                    models.CheckConstraint(
                        condition=models.Q(("one__lt", models.F("other"))), name="apart_in_order"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Intake",
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
                    "channel",
                    models.CharField(
                        choices=[
                            ("a", "a) complaint and report platforms"),
                            ("b", "b) regulators' information platforms"),
                            ("c", "c) platforms' quality management"),
                            ("d", "d) information platforms on the internet"),
                            ("e", "e) information platforms for standards"),
                        ],
                        max_length=1,
                    ),
                ),
                (
                    "sub_channel",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("hotline_12315", "12315 hotline and platform"),
                            ("hotline_12365", "12365 hotline"),
                            ("web_mailbox", "Web mailbox"),
                            ("national_sampling", "National database of spot checks"),
                            ("provincial_sampling", "Provincial database of spot checks"),
                            ("municipal_sampling", "Municipal database of spot checks"),
                            ("alerts", "Risk monitoring and alert platform"),
                            ("publication", "Publication of a regulator"),
                            ("platform_sampling", "The platform's own spot checks"),
                            ("platform_complaints", "The platform's complaint system"),
                            ("quality_website", "Website on product quality"),
                            ("main_media", "Main media"),
                            ("social_media", "Social media"),
                            ("standards_database", "Database of product standards"),
                            ("new_standard", "New standard"),
                            ("foreign_body", "Important foreign body"),
                        ],
                        max_length=24,
                    ),
                ),
                ("year", models.PositiveSmallIntegerField(null=True)),
                ("layout", models.CharField(blank=True, max_length=40)),
                ("fields", models.JSONField(default=dict)),
                ("dry_run", models.BooleanField(default=False)),
                ("result", models.JSONField(default=dict)),
                (
                    "center",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.organisation",
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
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.organisation",
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
                "verbose_name": "file that came in",
                "verbose_name_plural": "files that came in",
            },
        ),
        migrations.CreateModel(
            name="Mapping",
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
                    "channel",
                    models.CharField(
                        choices=[
                            ("a", "a) complaint and report platforms"),
                            ("b", "b) regulators' information platforms"),
                            ("c", "c) platforms' quality management"),
                            ("d", "d) information platforms on the internet"),
                            ("e", "e) information platforms for standards"),
                        ],
                        max_length=1,
                        verbose_name="channel",
                    ),
                ),
                (
                    "token",
                    models.CharField(
                        default=accounts.addresses.token, editable=False, max_length=32, unique=True
                    ),
                ),
                ("layout", models.CharField(max_length=40)),
                ("fields", models.JSONField(default=dict)),
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
                        fields=("organisation", "channel", "outline"),
                        name="mapping_once",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="PlanItem",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("position", models.PositiveSmallIntegerField(default=0)),
                ("product", models.CharField(max_length=120, verbose_name="product")),
                (
                    "batches",
                    models.PositiveIntegerField(
                        validators=[django.core.validators.MinValueValidator(1)], verbose_name="batches"
                    ),
                ),
                (
                    "basis",
                    models.CharField(
                        choices=[("rules", "Rules"), ("details", "Detailed rules for this product")],
                        default="rules",
                        max_length=10,
                        verbose_name="judged by",
                    ),
                ),
                ("grounds", models.CharField(max_length=200, verbose_name="grounds of judgement")),
                (
                    "test_quantity",
                    models.PositiveIntegerField(
                        default=1,
                        validators=[django.core.validators.MinValueValidator(1)],
                        verbose_name="quantity of the test sample",
                    ),
                ),
                (
                    "backup_quantity",
                    models.PositiveIntegerField(default=0, verbose_name="quantity of the backup sample"),
                ),
                ("unit", models.CharField(default="", max_length=20, verbose_name="unit")),
                (
                    "unit_price",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        max_digits=12,
                        null=True,
                        validators=[django.core.validators.MinValueValidator(0)],
                        verbose_name="expected unit price, yuan",
                    ),
                ),
                (
                    "category",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="catalogue.category",
                        verbose_name="product category",
                    ),
                ),
                (
                    "judgement_standard",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="catalogue.standard",
                        verbose_name="standard of judgement",
                    ),
                ),
                (
                    "test_items",
                    models.ManyToManyField(
                        related_name="+", to="catalogue.testitem", verbose_name="test items"
                    ),
                ),
                (
                    "test_standard",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="catalogue.standard",
                        verbose_name="test standard",
                    ),
                ),
            ],
            options={
                "verbose_name": "product of the plan",
                "verbose_name_plural": "products of the plan",
                "ordering": ("position", "id"),
            },
        ),
        migrations.CreateModel(
            name="Remark",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("about", models.CharField(blank=True, max_length=40, verbose_name="what it is about")),
                ("text", models.CharField(max_length=500, verbose_name="remark")),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="remarks",
                        to="monitoring.planversion",
                    ),
                ),
            ],
            options={
                "verbose_name": "remark",
                "verbose_name_plural": "remarks",
                "ordering": ("id",),
            },
        ),
        migrations.CreateModel(
            name="RiskCase",
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
                ("hazard_item", models.CharField(max_length=400, verbose_name="item that is hazardous")),
                ("summary", models.TextField(verbose_name="what is known")),
                (
                    "level",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("low", "Low"),
                            ("medium", "Medium"),
                            ("high", "High"),
                            ("serious", "Serious"),
                        ],
                        max_length=10,
                        verbose_name="risk level",
                    ),
                ),
                (
                    "brought",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.BigIntegerField(), default=list, editable=False, size=None
                    ),
                ),
                (
                    "merged_into",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="merged",
                        to="monitoring.riskcase",
                        verbose_name="merged into the case",
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
                        verbose_name="regulator",
                    ),
                ),
            ],
            options={
                "verbose_name": "risk case",
                "verbose_name_plural": "risk cases",
                "indexes": [models.Index(catalogue.models.Bare("product"), name="case_name")],
            },
            bases=("casework.record",),
        ),
        migrations.CreateModel(
            name="Notice",
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
                    "unit",
                    models.CharField(blank=True, max_length=120, verbose_name="unit outside the system"),
                ),
                (
                    "unit_address",
                    models.CharField(blank=True, max_length=200, verbose_name="address of the unit"),
                ),
                ("text", models.TextField(blank=True, verbose_name="text of the notice")),
                (
                    "model",
                    models.CharField(blank=True, max_length=400, verbose_name="specification and model"),
                ),
                (
                    "batch",
                    models.CharField(blank=True, max_length=400, verbose_name="date of production or batch"),
                ),
                (
                    "producer",
                    models.CharField(blank=True, max_length=400, verbose_name="producer as labelled"),
                ),
                ("offered", models.TextField(blank=True, verbose_name="where it is on offer")),
                (
                    "sender_contact",
                    models.CharField(blank=True, max_length=60, verbose_name="whom to ask at the center"),
                ),
                (
                    "sender_phone",
                    models.CharField(blank=True, max_length=40, verbose_name="telephone of the center"),
                ),
                (
                    "sender_address",
                    models.CharField(blank=True, max_length=200, verbose_name="address of the center"),
                ),
                (
                    "delivered_on",
                    trail.days.Day(blank=True, editable=False, null=True, verbose_name="delivered on"),
                ),
                ("reply", models.TextField(blank=True, verbose_name="answer")),
                ("contact", models.CharField(blank=True, max_length=120, verbose_name="contact")),
                (
                    "assessment",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="notices",
                        to="monitoring.assessment",
                        verbose_name="risk assessment",
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
                        verbose_name="regulator addressed",
                    ),
                ),
                (
                    "riskcase",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="notices",
                        to="monitoring.riskcase",
                        verbose_name="risk case",
                    ),
                ),
            ],
            options={
                "verbose_name": "notice",
                "verbose_name_plural": "notices",
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("regulator__isnull", False)),
                        fields=("riskcase", "assessment", "regulator"),
                        name="notice_regulator_once",
                    )
                ],
            },
            bases=("casework.record",),
        ),
        migrations.AddField(
            model_name="footprint",
            name="case",
            field=models.OneToOneField(
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="footprint",
                to="monitoring.riskcase",
            ),
        ),
        migrations.AddField(
            model_name="assessment",
            name="riskcase",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="assessments",
                to="monitoring.riskcase",
                verbose_name="risk case",
            ),
        ),
        migrations.CreateModel(
            name="SignalImport",
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
                (
                    "channel",
                    models.CharField(
                        choices=[
                            ("a", "a) complaint and report platforms"),
                            ("b", "b) regulators' information platforms"),
                            ("c", "c) platforms' quality management"),
                            ("d", "d) information platforms on the internet"),
                            ("e", "e) information platforms for standards"),
                        ],
                        max_length=1,
                        verbose_name="channel",
                    ),
                ),
                ("name", models.CharField(max_length=300, verbose_name="file name")),
                ("sha256", models.CharField(max_length=64, verbose_name="SHA-256")),
                ("at", trail.days.Moment(verbose_name="when")),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="who",
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
                    "intake",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="imports",
                        to="monitoring.intake",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.organisation",
                        verbose_name="sent in by",
                    ),
                ),
            ],
            options={
                "verbose_name": "imported file",
                "verbose_name_plural": "imported files",
            },
        ),
        migrations.CreateModel(
            name="Voiding",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("at", trail.days.Moment(verbose_name="when")),
                ("reason", models.CharField(max_length=300, verbose_name="reason")),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="who",
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
                    "origin",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="voidings",
                        to="monitoring.signalimport",
                    ),
                ),
            ],
            options={
                "verbose_name": "voiding of risk signals",
                "verbose_name_plural": "voidings of risk signals",
            },
        ),
        migrations.CreateModel(
            name="RiskSignal",
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
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "Draft"),
                            ("submitted", "Submitted"),
                            ("attached", "Attached to a case"),
                            ("voided", "Voided"),
                            ("discarded", "Discarded draft"),
                        ],
                        default="draft",
                        editable=False,
                        max_length=12,
                        verbose_name="state",
                    ),
                ),
                (
                    "channel",
                    models.CharField(
                        choices=[
                            ("a", "a) complaint and report platforms"),
                            ("b", "b) regulators' information platforms"),
                            ("c", "c) platforms' quality management"),
                            ("d", "d) information platforms on the internet"),
                            ("e", "e) information platforms for standards"),
                        ],
                        max_length=1,
                        verbose_name="channel",
                    ),
                ),
                (
                    "sub_channel",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("hotline_12315", "12315 hotline and platform"),
                            ("hotline_12365", "12365 hotline"),
                            ("web_mailbox", "Web mailbox"),
                            ("national_sampling", "National database of spot checks"),
                            ("provincial_sampling", "Provincial database of spot checks"),
                            ("municipal_sampling", "Municipal database of spot checks"),
                            ("alerts", "Risk monitoring and alert platform"),
                            ("publication", "Publication of a regulator"),
                            ("platform_sampling", "The platform's own spot checks"),
                            ("platform_complaints", "The platform's complaint system"),
                            ("quality_website", "Website on product quality"),
                            ("main_media", "Main media"),
                            ("social_media", "Social media"),
                            ("standards_database", "Database of product standards"),
                            ("new_standard", "New standard"),
                            ("foreign_body", "Important foreign body"),
                        ],
                        max_length=24,
                        verbose_name="source",
                    ),
                ),
                ("source_ref", models.CharField(max_length=300, verbose_name="source number or address")),
                ("reported_on", trail.days.Day(blank=True, null=True, verbose_name="date of the source")),
                ("collected_at", trail.days.Moment(verbose_name="collected at")),
                ("product", models.CharField(max_length=200, verbose_name="product")),
                ("brand", models.CharField(blank=True, max_length=120, verbose_name="brand")),
                ("model", models.CharField(blank=True, max_length=200, verbose_name="model")),
                ("item_id", models.CharField(blank=True, max_length=60, verbose_name="product ID")),
                ("platform", models.CharField(blank=True, max_length=120, verbose_name="platform")),
                ("shop", models.CharField(blank=True, max_length=200, verbose_name="shop")),
                ("enterprise", models.CharField(blank=True, max_length=200, verbose_name="enterprise")),
                ("hazard_item", models.CharField(max_length=400, verbose_name="item that is hazardous")),
                (
                    "hazard_type",
                    models.CharField(
                        choices=[
                            ("fire_explosion", "Fire and explosion"),
                            ("electrical", "Electrical"),
                            ("microbiological", "Microbiological"),
                            ("chemical", "Chemical"),
                            ("thermal", "Thermal"),
                            ("mechanical", "Mechanical"),
                            ("size_shape", "Size and shape"),
                            ("ergonomic", "Ergonomic"),
                            ("noise_vibration", "Noise and vibration"),
                            ("lack_of_protection", "Lack of protection"),
                            ("function", "Function"),
                            ("other", "Other"),
                        ],
                        max_length=20,
                        verbose_name="type of hazard",
                    ),
                ),
                (
                    "scope",
                    models.CharField(
                        choices=[
                            ("single_product", "A single product"),
                            ("single_shop", "A single shop"),
                            ("several_shops", "Several shops"),
                            ("single_platform", "A single platform"),
                            ("several_platforms", "Several platforms"),
                            ("region", "A region"),
                            ("industry", "An industry"),
                        ],
                        max_length=20,
                        verbose_name="scope",
                    ),
                ),
                ("scope_text", models.CharField(blank=True, max_length=200, verbose_name="scope in words")),
                (
                    "degree",
                    models.CharField(
                        choices=[("low", "Slight"), ("medium", "Medium"), ("high", "Severe")],
                        max_length=10,
                        verbose_name="degree of the hazard",
                    ),
                ),
                (
                    "trigger",
                    models.CharField(
                        choices=[
                            ("health_safety", "A danger to health or safety"),
                            ("common_problem", "A quality problem of a region or an industry"),
                            ("serious_incident", "It may lead to a serious incident"),
                        ],
                        max_length=20,
                        verbose_name="why it is risk information",
                    ),
                ),
                ("injury", models.TextField(blank=True, verbose_name="injuries")),
                (
                    "standard_ref",
                    models.CharField(blank=True, max_length=200, verbose_name="standard concerned"),
                ),
                (
                    "secrecy",
                    models.CharField(
                        choices=[
                            ("open", "Open to all parties"),
                            ("internal", "Internal"),
                            ("secret", "Confidential"),
                        ],
                        default="internal",
                        max_length=10,
                        verbose_name="secrecy",
                    ),
                ),
                (
                    "derived",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=20),
                        blank=True,
                        default=list,
                        editable=False,
                        size=None,
                    ),
                ),
                ("fingerprint", models.CharField(editable=False, max_length=64, null=True)),
                (
                    "line",
                    models.CharField(
                        blank=True, editable=False, max_length=80, verbose_name="sheet and line"
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        db_index=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="signals",
                        to="monitoring.riskcase",
                    ),
                ),
                (
                    "category",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="catalogue.category",
                        verbose_name="product category",
                    ),
                ),
                (
                    "center",
                    models.ForeignKey(
                        db_index=False,
                        limit_choices_to={"kind": "center"},
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.organisation",
                        verbose_name="monitoring center",
                    ),
                ),
                (
                    "collector",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="collector",
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
                    "origin",
                    models.ForeignKey(
                        db_index=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="signals",
                        to="monitoring.signalimport",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.organisation",
                        verbose_name="sent in by",
                    ),
                ),
                (
                    "province",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.region",
                    ),
                ),
                (
                    "voiding",
                    models.ForeignKey(
                        db_index=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="signals",
                        to="monitoring.voiding",
                    ),
                ),
            ],
            options={
                "verbose_name": "risk signal",
                "verbose_name_plural": "risk signals",
                "indexes": [
                    models.Index(fields=["center", "id"], name="signal_center"),
                    models.Index(fields=["center", "state", "id"], name="signal_center_state"),
                    models.Index(fields=["organisation", "id"], name="signal_organisation"),
                    models.Index(fields=["province", "id"], name="signal_province"),
                    models.Index(
                        condition=models.Q(("case__isnull", False)), fields=["case", "id"], name="signal_case"
                    ),
                    models.Index(
                        condition=models.Q(("origin__isnull", False)),
                        fields=["origin", "id"],
                        name="signal_origin",
                    ),
                    models.Index(
                        condition=models.Q(("voiding__isnull", False)),
                        fields=["voiding", "id"],
                        name="signal_voiding",
                    ),
                    models.Index(
                        condition=models.Q(("state", "voided")),
                        fields=["center", "fingerprint"],
                        name="signal_voided",
                    ),
                    models.Index(
                        condition=models.Q(("state", "draft")), fields=["organisation"], name="signal_draft"
                    ),
                    models.Index(
                        condition=models.Q(("origin__isnull", True)),
                        fields=["organisation", "product"],
                        name="signal_by_hand",
                    ),
                    models.Index(
                        condition=models.Q(("case__isnull", False), models.Q(("item_id", ""), _negated=True)),
                        fields=["item_id"],
                        name="signal_case_item",
                    ),
                    models.Index(
                        catalogue.models.Folded("model"),
                        condition=models.Q(("case__isnull", False), models.Q(("model", ""), _negated=True)),
                        name="signal_case_model",
                    ),
                    django.contrib.postgres.indexes.BrinIndex(
                        fields=["collected_at"], name="signal_collected"
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state", "voided"), _negated=True),
                        fields=("center", "fingerprint"),
                        name="signal_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "voided"), ("voiding__isnull", False)),
                            models.Q(models.Q(("state", "voided"), _negated=True), ("voiding__isnull", True)),
                            _connector="OR",
                        ),
                        name="signal_voided_says_why",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("case__isnull", False), ("state", "attached")),
                            models.Q(models.Q(("state", "attached"), _negated=True), ("case__isnull", True)),
                            _connector="OR",
                        ),
                        name="signal_attached_has_case",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("sub_channel", ""),
                            models.Q(
                                ("channel", "a"),
                                ("sub_channel__in", ["hotline_12315", "hotline_12365", "web_mailbox"]),
                            ),
                            models.Q(
                                ("channel", "b"),
                                (
                                    "sub_channel__in",
                                    [
                                        "national_sampling",
                                        "provincial_sampling",
                                        "municipal_sampling",
                                        "alerts",
                                        "publication",
                                    ],
                                ),
                            ),
                            models.Q(
                                ("channel", "c"),
                                ("sub_channel__in", ["platform_sampling", "platform_complaints"]),
                            ),
                            models.Q(
                                ("channel", "d"),
                                ("sub_channel__in", ["quality_website", "main_media", "social_media"]),
                            ),
                            models.Q(
                                ("channel", "e"),
                                ("sub_channel__in", ["standards_database", "new_standard", "foreign_body"]),
                            ),
                            _connector="OR",
                        ),
                        name="signal_source_of_its_channel",
                    ),
                ],
            },
        ),
        migrations.AddField(
            model_name="footprint",
            name="signal",
            field=models.OneToOneField(
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="footprint",
                to="monitoring.risksignal",
            ),
        ),
        migrations.CreateModel(
            name="Scenario",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("position", models.PositiveSmallIntegerField()),
                ("description", models.TextField(verbose_name="injury scenario")),
                (
                    "severity",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        choices=[
                            (1, "1 – first aid, reversible"),
                            (2, "2 – may need a doctor, reversible"),
                            (3, "3 – hospital, or lasting harm below a tenth"),
                            (4, "4 – death, or lasting harm of a tenth or more"),
                        ],
                        null=True,
                        verbose_name="severity",
                    ),
                ),
                (
                    "assessment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="scenarios",
                        to="monitoring.assessment",
                    ),
                ),
            ],
            options={
                "ordering": ("position",),
                "constraints": [
                    models.UniqueConstraint(fields=("assessment", "position"), name="scenario_place")
                ],
            },
        ),
        migrations.CreateModel(
            name="ScenarioStep",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("position", models.PositiveSmallIntegerField()),
                ("description", models.CharField(max_length=200, verbose_name="what happens")),
                ("numerator", models.PositiveBigIntegerField()),
                ("denominator", models.PositiveBigIntegerField()),
                (
                    "evidence",
                    models.CharField(
                        choices=[
                            ("measured", "Measured or counted"),
                            ("literature", "Literature"),
                            ("comparison", "Comparison with a like product"),
                            ("estimate", "Experts' estimate"),
                        ],
                        max_length=12,
                        verbose_name="evidence",
                    ),
                ),
                (
                    "scenario",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="steps",
                        to="monitoring.scenario",
                    ),
                ),
            ],
            options={
                "ordering": ("position",),
                "constraints": [
                    models.UniqueConstraint(fields=("scenario", "position"), name="scenario_step_place"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("denominator__gt", 0), ("numerator__lte", models.F("denominator"))
                        ),
                        name="scenario_step_probability",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="SignalFile",
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
                ("file", models.FileField(upload_to=documents.models.random_name, verbose_name="file")),
                ("name", models.CharField(max_length=150, verbose_name="file name")),
                ("size", models.PositiveBigIntegerField(verbose_name="size")),
                ("content_type", models.CharField(max_length=100, verbose_name="content type")),
                ("sha256", models.CharField(max_length=64, verbose_name="SHA-256")),
                ("at", trail.days.Moment(verbose_name="when")),
                (
                    "signal",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="files",
                        to="monitoring.risksignal",
                    ),
                ),
                (
                    "uploaded_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="sent in by",
                    ),
                ),
            ],
            options={
                "verbose_name": "file",
                "verbose_name_plural": "files",
            },
        ),
        migrations.CreateModel(
            name="Sitting",
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
                ("title", models.CharField(max_length=120, verbose_name="title")),
                ("held_on", trail.days.Day(verbose_name="held on")),
                (
                    "center",
                    models.ForeignKey(
                        editable=False,
                        limit_choices_to={"kind": "center"},
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.organisation",
                        verbose_name="monitoring center",
                    ),
                ),
            ],
            options={
                "verbose_name": "joint session",
                "verbose_name_plural": "joint sessions",
            },
        ),
        migrations.AddField(
            model_name="assessment",
            name="sitting",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="assessments",
                to="monitoring.sitting",
                verbose_name="joint session",
            ),
        ),
        migrations.CreateModel(
            name="Vote",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "conflict",
                    models.BooleanField(
                        default=False, verbose_name="I have a conflict of interest and do not vote"
                    ),
                ),
                (
                    "severities",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.PositiveSmallIntegerField(
                            choices=[
                                (1, "1 – first aid, reversible"),
                                (2, "2 – may need a doctor, reversible"),
                                (3, "3 – hospital, or lasting harm below a tenth"),
                                (4, "4 – death, or lasting harm of a tenth or more"),
                            ]
                        ),
                        blank=True,
                        default=list,
                        size=None,
                        verbose_name="severity",
                    ),
                ),
                (
                    "spread",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("none", "There is no hazard"),
                            ("isolated", "Isolated"),
                            ("local", "Local"),
                            ("regional", "Regional"),
                            ("shared", "Shared by the industry"),
                        ],
                        max_length=12,
                        verbose_name="spread",
                    ),
                ),
                (
                    "outcome",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("exclude", "a) exclude"),
                            ("notify", "b) notify the units or regions concerned"),
                            ("sample", "c) have it sampled"),
                        ],
                        max_length=20,
                        verbose_name="outcome",
                    ),
                ),
                ("remark", models.TextField(blank=True, verbose_name="grounds")),
                ("at", trail.days.Moment()),
                (
                    "assessment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="votes",
                        to="monitoring.assessment",
                    ),
                ),
                (
                    "assessor",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "score",
                "verbose_name_plural": "scores",
                "constraints": [
                    models.UniqueConstraint(fields=("assessment", "assessor"), name="vote_one"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("conflict", True),
                            models.Q(
                                models.Q(("severities", []), _negated=True),
                                models.Q(("spread", ""), _negated=True),
                                models.Q(("outcome", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="vote_or_conflict",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="WorkPlan",
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
                    "issuing_department",
                    models.CharField(default="", max_length=100, verbose_name="issuing division"),
                ),
                ("version", models.PositiveIntegerField(default=1, editable=False, verbose_name="version")),
                (
                    "digest",
                    models.CharField(blank=True, editable=False, max_length=64, verbose_name="digest"),
                ),
                ("record_no", models.CharField(blank=True, max_length=60, verbose_name="filing number")),
                (
                    "legal_mode",
                    models.CharField(
                        choices=[
                            ("risk_monitoring", "Risk monitoring"),
                            ("supervision_check", "Supervision spot check"),
                        ],
                        max_length=20,
                        verbose_name="legal mode",
                    ),
                ),
                ("task_source", models.CharField(max_length=200, verbose_name="source of the task")),
                (
                    "task_type",
                    models.CharField(
                        choices=[
                            ("spot_check", "Spot check"),
                            ("monitoring", "Risk monitoring"),
                            ("campaign", "Campaign"),
                        ],
                        max_length=12,
                        verbose_name="type of task",
                    ),
                ),
                ("areas", models.CharField(max_length=200, verbose_name="regions to sample")),
                ("price_range", models.CharField(max_length=100, verbose_name="price range")),
                (
                    "method",
                    models.CharField(
                        choices=[
                            ("random", "At random"),
                            ("targeted", "Targeted"),
                            ("experts", "Named by experts"),
                        ],
                        max_length=12,
                        verbose_name="way of sampling",
                    ),
                ),
                ("starts_on", trail.days.Day(verbose_name="from")),
                ("ends_on", trail.days.Day(verbose_name="until")),
                ("staffing", models.TextField(verbose_name="who does what")),
                (
                    "budget",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        max_digits=14,
                        null=True,
                        validators=[django.core.validators.MinValueValidator(0)],
                        verbose_name="budget for purchases",
                    ),
                ),
                (
                    "over_budget",
                    models.CharField(
                        choices=[
                            ("refuse", "It is refused"),
                            ("leader", "The center's leader may allow it, with a reason"),
                        ],
                        default="refuse",
                        max_length=10,
                        verbose_name="where a purchase would exceed the budget",
                    ),
                ),
                (
                    "backup_required",
                    models.BooleanField(default=False, verbose_name="a backup sample is required"),
                ),
                ("fulfilment", models.JSONField(default=dict, editable=False)),
                ("shortfall", models.TextField(blank=True, verbose_name="what was not fulfilled, and why")),
                (
                    "judgement",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("reached", "Its purpose is reached"),
                            ("partly", "Its purpose is reached in part"),
                            ("missed", "Its purpose is missed"),
                        ],
                        max_length=10,
                        verbose_name="judgement",
                    ),
                ),
                ("evaluation", models.TextField(blank=True, verbose_name="evaluation")),
                ("figures", models.JSONField(default=dict, editable=False)),
                (
                    "cases",
                    models.ManyToManyField(
                        blank=True, related_name="plans", to="monitoring.riskcase", verbose_name="risk cases"
                    ),
                ),
                (
                    "laboratories",
                    models.ManyToManyField(
                        limit_choices_to={"kind": "laboratory"},
                        related_name="+",
                        to="accounts.organisation",
                        verbose_name="laboratories",
                    ),
                ),
                (
                    "platforms",
                    models.ManyToManyField(
                        limit_choices_to={"kind": "platform"},
                        related_name="+",
                        to="accounts.organisation",
                        verbose_name="platforms to sample on",
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
                        verbose_name="issued by",
                    ),
                ),
            ],
            options={
                "verbose_name": "work plan",
                "verbose_name_plural": "work plans",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("ends_on__gte", models.F("starts_on"))),
                        name="plan_ends_after_start",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("budget__isnull", True), ("budget__gte", 0), _connector="OR"),
                        name="plan_budget",
                    ),
                ],
            },
            bases=("casework.record",),
        ),
        migrations.CreateModel(
            name="Quota",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "price_from",
                    models.DecimalField(
                        decimal_places=2, max_digits=12, null=True, verbose_name="price from, yuan"
                    ),
                ),
                (
                    "price_below",
                    models.DecimalField(
                        decimal_places=2, max_digits=12, null=True, verbose_name="price below, yuan"
                    ),
                ),
                ("most", models.PositiveIntegerField(verbose_name="at most, batches")),
                (
                    "item",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="quotas",
                        to="monitoring.planitem",
                        verbose_name="product of the plan",
                    ),
                ),
                (
                    "platform",
                    models.ForeignKey(
                        limit_choices_to={"kind": "platform"},
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.organisation",
                        verbose_name="platform",
                    ),
                ),
                (
                    "plan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="quotas",
                        to="monitoring.workplan",
                    ),
                ),
            ],
            options={
                "verbose_name": "quota",
                "verbose_name_plural": "quotas",
                "ordering": ("id",),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("plan", "platform", "item", "price_from", "price_below"),
                        name="quota_one",
                        nulls_distinct=False,
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("item", None),
                            ("platform", None),
                            ("price_below", None),
                            ("price_from", None),
                            _negated=True,
                        ),
                        name="quota_of",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("price_from", None),
                            models.Q(
                                ("price_from__gte", 0),
                                models.Q(
                                    ("price_below", None),
                                    ("price_below__gt", models.F("price_from")),
                                    _connector="OR",
                                ),
                            ),
                            _connector="OR",
                        ),
                        name="quota_band",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("price_below", None), ("price_below__gt", 0), _connector="OR"),
                        name="quota_band_ends",
                    ),
                ],
            },
        ),
        migrations.AddField(
            model_name="planversion",
            name="plan",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="versions", to="monitoring.workplan"
            ),
        ),
        migrations.AddField(
            model_name="planitem",
            name="plan",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="items", to="monitoring.workplan"
            ),
        ),
        migrations.AddIndex(
            model_name="footprint",
            index=django.contrib.postgres.indexes.GinIndex(fields=["bands"], name="footprint_bands"),
        ),
        migrations.AddConstraint(
            model_name="footprint",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("case__isnull", False), ("signal__isnull", True)),
                    models.Q(("case__isnull", True), ("signal__isnull", False)),
                    _connector="OR",
                ),
                name="footprint_of_one",
            ),
        ),
        migrations.AddConstraint(
            model_name="planversion",
            constraint=models.UniqueConstraint(
                fields=("plan", "version", "submission"), name="plan_version_one"
            ),
        ),
        migrations.AddConstraint(
            model_name="planitem",
            constraint=models.CheckConstraint(
                condition=models.Q(("batches__gt", 0)), name="plan_item_batches"
            ),
        ),
        migrations.AddConstraint(
            model_name="planitem",
            constraint=models.CheckConstraint(
                condition=models.Q(("test_quantity__gt", 0)), name="plan_item_test_quantity"
            ),
        ),
    ]
