import django.contrib.postgres.fields
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import accounts.addresses
import casework.models.clocks
import trail.days


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accounts", "0001_initial"),
        ("accounts", "__first__"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("catalogue", "0001_initial"),
        ("trail", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="AnnouncedYear",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("year", models.PositiveSmallIntegerField(verbose_name="year")),
                ("source", models.CharField(max_length=200, verbose_name="paper of the State Council")),
                ("loaded_at", trail.days.Moment()),
                ("withdrawn_at", trail.days.Moment(null=True)),
                ("reason", models.CharField(blank=True, max_length=200, verbose_name="reason")),
                (
                    "loaded_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "withdrawn_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("withdrawn_at", None)),
                        fields=("year",),
                        name="announced_year_one",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Answered",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.CharField(max_length=120)),
                ("asked", models.CharField(max_length=64)),
                ("status", models.PositiveSmallIntegerField(null=True)),
                ("body", models.JSONField(null=True)),
                ("at", trail.days.Moment()),
                (
                    "token",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="accounts.apitoken"
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["at"], name="answered_at")],
                "constraints": [models.UniqueConstraint(fields=("token", "key"), name="answered_once")],
            },
        ),
        migrations.CreateModel(
            name="CalendarDay",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("day", trail.days.Day()),
                ("rest", models.BooleanField()),
                ("name", models.CharField(blank=True, max_length=40)),
                (
                    "announced",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="days",
                        to="casework.announcedyear",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("announced", "day"), name="calendar_day_one")
                ],
            },
        ),
        migrations.CreateModel(
            name="CalendarLink",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("digest", models.CharField(editable=False, max_length=64, unique=True)),
                ("created_at", trail.days.Moment(verbose_name="made")),
                ("revoked_at", trail.days.Moment(editable=False, null=True, verbose_name="revoked")),
                ("last_read_at", trail.days.Moment(editable=False, null=True, verbose_name="last read")),
                (
                    "organisation",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="accounts.organisation",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "calendar link",
                "verbose_name_plural": "calendar links",
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("revoked_at", None)),
                        fields=("user", "organisation"),
                        name="calendar_link_live",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Deadline",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("term", models.CharField(max_length=10)),
                ("rule_version", models.PositiveIntegerField(default=0)),
                ("count", models.PositiveIntegerField()),
                (
                    "unit",
                    models.CharField(
                        choices=[
                            ("calendar", "calendar days"),
                            ("working", "working days"),
                            ("hours", "hours"),
                            ("months", "months"),
                            ("years", "years"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "roll",
                    models.CharField(
                        choices=[
                            ("statutory_and_weekend", "statutory holidays, weekends and swapped rest days"),
                            ("statutory", "statutory holidays only"),
                            ("never", "no day: the period ends where it ends"),
                        ],
                        default="statutory_and_weekend",
                        max_length=24,
                    ),
                ),
                ("closes", models.TimeField(null=True)),
                ("opens", models.PositiveIntegerField(default=0)),
                ("started_at", trail.days.Moment()),
                ("opens_on", trail.days.Day(null=True)),
                ("raw_end", trail.days.Day()),
                ("end", trail.days.Day()),
                ("roll_reason", models.CharField(blank=True, max_length=40)),
                ("calendar_version", models.CharField(max_length=60)),
                ("provisional", models.BooleanField(default=False)),
                ("due_at", trail.days.Moment()),
                ("suspended_at", trail.days.Moment(null=True)),
                ("suspended_for", models.CharField(blank=True, max_length=200)),
                ("suspended_until", trail.days.Day(null=True)),
                ("suspensions", models.JSONField(default=list)),
                ("postponed", models.PositiveIntegerField(default=0)),
                (
                    "warn_at",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.PositiveSmallIntegerField(), default=list, size=None
                    ),
                ),
                (
                    "tells",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=trail.days.Moment(), default=list, size=None
                    ),
                ),
                ("told", models.PositiveSmallIntegerField(default=0)),
                ("next_tell_at", trail.days.Moment(null=True)),
                ("met_at", trail.days.Moment(null=True)),
                ("breached_at", trail.days.Moment(null=True)),
                ("dropped_at", trail.days.Moment(null=True)),
                (
                    "holder",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.organisation",
                    ),
                ),
                (
                    "started_by",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="trail.event",
                    ),
                ),
            ],
            options={
                "verbose_name": "deadline",
                "verbose_name_plural": "deadlines",
            },
        ),
        migrations.CreateModel(
            name="Extension",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveIntegerField(default=0, verbose_name="how much more time")),
                ("until", trail.days.Day(null=True, verbose_name="stands still until")),
                ("reason", models.CharField(max_length=500, verbose_name="reason")),
                ("evidence", models.CharField(blank=True, max_length=32)),
                ("asked_at", trail.days.Moment()),
                ("decided_at", trail.days.Moment(null=True)),
                ("granted", models.BooleanField(null=True)),
                ("remark", models.CharField(blank=True, max_length=500, verbose_name="remark")),
                ("withdrawn_at", trail.days.Moment(null=True)),
                (
                    "asked_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "clock",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="extensions",
                        to="casework.deadline",
                    ),
                ),
                (
                    "decided_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("granted", None), ("withdrawn_at", None)),
                        fields=("clock",),
                        name="extension_one_open",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Outbox",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("task", models.CharField(max_length=80)),
                ("payload", models.JSONField(default=dict)),
                ("created_at", trail.days.Moment()),
                ("sent_at", trail.days.Moment(null=True)),
                ("done_at", trail.days.Moment(null=True)),
                ("attempts", models.PositiveSmallIntegerField(default=0)),
                ("tries", models.PositiveSmallIntegerField(db_default=0, default=0)),
                ("error", models.TextField(blank=True)),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("done_at", None)), fields=["sent_at", "id"], name="outbox_due"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Record",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("kind", models.CharField(editable=False, max_length=20)),
                (
                    "number",
                    models.CharField(editable=False, max_length=14, unique=True, verbose_name="number"),
                ),
                ("title", models.CharField(max_length=200, verbose_name="title")),
                ("state", models.CharField(editable=False, max_length=24, verbose_name="state")),
                ("turn", models.CharField(blank=True, editable=False, max_length=20)),
                ("next_due_at", trail.days.Moment(editable=False, null=True, verbose_name="due")),
                (
                    "still_since",
                    trail.days.Moment(editable=False, null=True, verbose_name="stands still since"),
                ),
                ("opened_at", trail.days.Moment(editable=False, verbose_name="opened")),
                ("outcome", models.CharField(blank=True, max_length=20, verbose_name="outcome")),
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
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.organisation",
                        verbose_name="monitoring center",
                    ),
                ),
                (
                    "city",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.region",
                    ),
                ),
                (
                    "county",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.region",
                    ),
                ),
                (
                    "holder",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.organisation",
                        verbose_name="in the hands of",
                    ),
                ),
                (
                    "platform",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.organisation",
                        verbose_name="platform",
                    ),
                ),
                (
                    "province",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.region",
                    ),
                ),
                (
                    "shown_laboratory",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.organisation",
                    ),
                ),
                (
                    "shown_platform",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.organisation",
                    ),
                ),
            ],
            options={
                "verbose_name": "record",
                "verbose_name_plural": "records",
                "indexes": [
                    models.Index(fields=["kind", "id"], name="rec_new"),
                    models.Index(
                        fields=["kind", "state", "id"],
                        include=("province", "county", "platform", "category", "outcome"),
                        name="rec_state",
                    ),
                    models.Index(
                        fields=["kind", "province", "id"],
                        include=("state", "county", "platform", "category", "outcome"),
                        name="rec_province",
                    ),
                    models.Index(
                        fields=["kind", "category", "id"],
                        include=("state", "province", "county", "platform", "outcome"),
                        name="rec_category",
                    ),
                    models.Index(
                        fields=["kind", "platform", "id"],
                        include=("state", "province", "county", "category", "outcome"),
                        name="rec_platform",
                    ),
                    models.Index(
                        fields=["kind", "center", "id"],
                        include=("state", "platform", "category", "outcome"),
                        name="rec_center",
                    ),
                    models.Index(fields=["kind", "city", "id"], name="rec_city"),
                    models.Index(fields=["kind", "county", "id"], name="rec_county"),
                    models.Index(
                        condition=models.Q(("shown_platform__isnull", False)),
                        fields=["kind", "shown_platform", "id"],
                        include=("state", "category", "outcome"),
                        name="rec_shown_platform",
                    ),
                    models.Index(
                        condition=models.Q(("shown_laboratory__isnull", False)),
                        fields=["kind", "shown_laboratory", "id"],
                        include=("state", "category", "outcome"),
                        name="rec_shown_laboratory",
                    ),
                    models.Index(
                        condition=models.Q(("turn", ""), _negated=True),
                        fields=["turn", "next_due_at", "id"],
                        name="rec_turn_due",
                    ),
                    models.Index(
                        condition=models.Q(("turn", ""), _negated=True),
                        fields=["province", "turn", "next_due_at", "id"],
                        name="rec_province_due",
                    ),
                    models.Index(
                        condition=models.Q(("turn", ""), _negated=True),
                        fields=["city", "turn", "next_due_at", "id"],
                        name="rec_city_due",
                    ),
                    models.Index(
                        condition=models.Q(("turn", ""), _negated=True),
                        fields=["county", "turn", "next_due_at", "id"],
                        name="rec_county_due",
                    ),
                    models.Index(
                        condition=models.Q(("turn", ""), _negated=True),
                        fields=["holder", "turn", "next_due_at", "id"],
                        name="rec_holder_due",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Notification",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("title", models.CharField(blank=True, max_length=200)),
                ("url", models.CharField(blank=True, max_length=200)),
                ("at", trail.days.Moment()),
                ("read_at", trail.days.Moment(null=True)),
                ("mailed_at", trail.days.Moment(null=True)),
                (
                    "event",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="trail.event",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="accounts.organisation",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="notifications",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "record",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="casework.record",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["user", "organisation", "-id"], name="note_user"),
                    models.Index(
                        condition=models.Q(("read_at", None)),
                        fields=["user", "organisation"],
                        name="note_unread",
                    ),
                    models.Index(
                        condition=models.Q(("mailed_at", None), ("read_at", None)),
                        fields=["user", "id"],
                        name="note_unmailed",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Hold",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.CharField(max_length=40)),
                ("reason", models.CharField(max_length=200, verbose_name="reason")),
                ("since", trail.days.Moment()),
                ("until", trail.days.Day(null=True)),
                ("released_at", trail.days.Moment(null=True)),
                (
                    "record",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="holds",
                        to="casework.record",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("released_at", None)), fields=["until"], name="hold_ends"
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("released_at__isnull", True)),
                        fields=("record", "code"),
                        name="hold_one",
                    )
                ],
            },
        ),
        migrations.AddField(
            model_name="deadline",
            name="record",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="deadlines", to="casework.record"
            ),
        ),
        migrations.CreateModel(
            name="Admission",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("since", trail.days.Moment()),
                ("group", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to="auth.group")),
                (
                    "permission",
                    models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to="auth.permission"),
                ),
                (
                    "content_object",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="admissions",
                        to="casework.record",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["group", "content_object"], name="adm_walk")],
                "constraints": [
                    models.UniqueConstraint(fields=("content_object", "group", "permission"), name="adm_one")
                ],
            },
        ),
        migrations.CreateModel(
            name="Recount",
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
                ("term", models.CharField(blank=True, max_length=10)),
                ("reason", models.CharField(max_length=200)),
                ("total", models.PositiveIntegerField()),
                ("done", models.PositiveIntegerField(default=0)),
                ("moved", models.PositiveIntegerField(default=0)),
                ("reached", models.BigIntegerField(default=0)),
                (
                    "asked_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
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
                    "province",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.region",
                    ),
                ),
            ],
            options={
                "verbose_name": "recount of clocks",
                "verbose_name_plural": "recounts of clocks",
            },
        ),
        migrations.CreateModel(
            name="SavedView",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("kind", models.CharField(max_length=20)),
                ("name", models.CharField(max_length=40, verbose_name="name")),
                ("query", models.CharField(max_length=1000)),
                (
                    "organisation",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="accounts.organisation",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ("name",),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("user", "organisation", "kind", "name"), name="saved_view_one"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="SentForm",
            fields=[
                ("key", models.CharField(max_length=64, primary_key=True, serialize=False)),
                ("at", trail.days.Moment()),
                ("leads_to", models.TextField()),
            ],
            options={
                "indexes": [models.Index(fields=["at"], name="sent_form_at")],
            },
        ),
        migrations.CreateModel(
            name="TermSetting",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("term", models.CharField(max_length=10, verbose_name="term")),
                ("version", models.PositiveIntegerField()),
                ("count", models.PositiveIntegerField(verbose_name="number")),
                (
                    "unit",
                    models.CharField(
                        choices=[
                            ("calendar", "calendar days"),
                            ("working", "working days"),
                            ("hours", "hours"),
                            ("months", "months"),
                            ("years", "years"),
                        ],
                        max_length=10,
                        verbose_name="unit",
                    ),
                ),
                (
                    "roll",
                    models.CharField(
                        choices=[
                            ("statutory_and_weekend", "statutory holidays, weekends and swapped rest days"),
                            ("statutory", "statutory holidays only"),
                            ("never", "no day: the period ends where it ends"),
                        ],
                        default="statutory_and_weekend",
                        max_length=24,
                        verbose_name="may not end on",
                    ),
                ),
                (
                    "warn_at",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.PositiveSmallIntegerField(),
                        default=casework.models.clocks.warnings,
                        size=None,
                        verbose_name="warnings",
                    ),
                ),
                ("since", trail.days.Day(verbose_name="in force from")),
                ("source", models.CharField(max_length=200, verbose_name="legal source")),
                ("reason", models.CharField(max_length=200, verbose_name="reason")),
                ("set_at", trail.days.Moment()),
                (
                    "set_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("term", "version"), name="term_setting_version"),
                    models.CheckConstraint(
                        condition=models.Q(("count__gt", 0)), name="term_setting_positive"
                    ),
                ],
            },
        ),
        migrations.AddIndex(
            model_name="deadline",
            index=models.Index(
                condition=models.Q(("next_tell_at__isnull", False)),
                fields=["next_tell_at", "id"],
                name="dl_tell",
            ),
        ),
        migrations.AddIndex(
            model_name="deadline",
            index=models.Index(
                condition=models.Q(("dropped_at", None), ("met_at", None)),
                fields=["due_at", "id"],
                name="dl_due",
            ),
        ),
        migrations.AddIndex(
            model_name="deadline",
            index=models.Index(
                condition=models.Q(("dropped_at", None), ("met_at", None)),
                fields=["term", "id"],
                name="dl_running",
            ),
        ),
        migrations.AddConstraint(
            model_name="deadline",
            constraint=models.UniqueConstraint(
                condition=models.Q(("dropped_at", None), ("met_at", None)),
                fields=("record", "term"),
                name="dl_one",
            ),
        ),
    ]
