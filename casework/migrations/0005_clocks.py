"""Clocks that tell before they run out, announced years, recounts, and more time on request."""

from datetime import date

import django.contrib.postgres.fields
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import casework.models.clocks


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0004_close_of_business"),
        ("casework", "0004_saved_views"),
        ("trail", "0004_what_was_done"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        # No page wrote any before years were announced as a whole.
        migrations.RunSQL("DELETE FROM casework_calendarday", migrations.RunSQL.noop),
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
                ("loaded_at", models.DateTimeField()),
                ("withdrawn_at", models.DateTimeField(null=True)),
                ("reason", models.CharField(blank=True, max_length=200, verbose_name="reason")),
            ],
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
                ("number", models.PositiveIntegerField(verbose_name="how much more time")),
                ("reason", models.CharField(max_length=500, verbose_name="reason")),
                ("evidence", models.CharField(blank=True, max_length=32)),
                ("asked_at", models.DateTimeField()),
                ("decided_at", models.DateTimeField(null=True)),
                ("granted", models.BooleanField(null=True)),
                ("remark", models.CharField(blank=True, max_length=500, verbose_name="remark")),
            ],
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
                ("term", models.CharField(blank=True, max_length=10)),
                ("reason", models.CharField(max_length=200)),
                ("asked_at", models.DateTimeField()),
                ("total", models.PositiveIntegerField()),
                ("done", models.PositiveIntegerField(default=0)),
                ("moved", models.PositiveIntegerField(default=0)),
                ("reached", models.BigIntegerField(default=0)),
                ("finished_at", models.DateTimeField(null=True)),
                ("cancelled_at", models.DateTimeField(null=True)),
            ],
        ),
        migrations.RemoveIndex(
            model_name="deadline",
            name="dl_due",
        ),
        migrations.RemoveField(
            model_name="calendarday",
            name="source",
        ),
        migrations.AddField(
            model_name="calendarday",
            name="name",
            field=models.CharField(blank=True, max_length=40),
        ),
        migrations.AddField(
            model_name="deadline",
            name="closes",
            field=models.TimeField(null=True),
        ),
        migrations.AddField(
            model_name="deadline",
            name="suspended_for",
            field=models.CharField(blank=True, max_length=200),
        ),
        migrations.AddField(
            model_name="deadline",
            name="next_tell_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="deadline",
            name="opens",
            field=models.PositiveIntegerField(default=0),
        ),
        migrations.AddField(
            model_name="deadline",
            name="opens_on",
            field=models.DateField(null=True),
        ),
        migrations.AddField(
            model_name="deadline",
            name="postponed",
            field=models.PositiveIntegerField(default=0),
        ),
        migrations.AddField(
            model_name="deadline",
            name="roll",
            field=models.CharField(
                choices=[
                    ("statutory_and_weekend", "statutory holidays, weekends and swapped rest days"),
                    ("statutory", "statutory holidays only"),
                    ("never", "no day: the period ends where it ends"),
                ],
                default="statutory_and_weekend",
                max_length=24,
            ),
        ),
        migrations.AddField(
            model_name="deadline",
            name="tells",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.DateTimeField(), default=list, size=None
            ),
        ),
        migrations.AddField(
            model_name="deadline",
            name="told",
            field=models.PositiveSmallIntegerField(default=0),
        ),
        migrations.AddField(
            model_name="deadline",
            name="warn_at",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.PositiveSmallIntegerField(), default=list, size=None
            ),
        ),
        migrations.AddField(
            model_name="termsetting",
            name="roll",
            field=models.CharField(
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
        migrations.AddField(
            model_name="termsetting",
            name="since",
            field=models.DateField(default=date(2020, 1, 1), verbose_name="in force from"),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="termsetting",
            name="source",
            field=models.CharField(default="", max_length=200, verbose_name="legal source"),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="termsetting",
            name="warn_at",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.PositiveSmallIntegerField(),
                default=casework.models.clocks.warnings,
                size=None,
                verbose_name="warnings",
            ),
        ),
        migrations.AlterField(
            model_name="calendarday",
            name="day",
            field=models.DateField(),
        ),
        # Clocks that run already are told of when they run out, and no earlier.
        migrations.RunSQL(
            """
            UPDATE casework_deadline SET tells = ARRAY[due_at],
                told = CASE WHEN breached_at IS NULL THEN 0 ELSE 1 END,
                next_tell_at = CASE WHEN met_at IS NULL AND dropped_at IS NULL AND breached_at IS NULL
                                     AND suspended_at IS NULL THEN due_at END
            """,
            migrations.RunSQL.noop,
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
                condition=models.Q(("next_tell_at__isnull", False)),
                fields=["next_tell_at", "id"],
                name="dl_tell",
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
        migrations.AddField(
            model_name="announcedyear",
            name="loaded_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="announcedyear",
            name="withdrawn_by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="calendarday",
            name="announced",
            field=models.ForeignKey(
                default=0,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="days",
                to="casework.announcedyear",
            ),
            preserve_default=False,
        ),
        migrations.AddConstraint(
            model_name="calendarday",
            constraint=models.UniqueConstraint(fields=("announced", "day"), name="calendar_day_one"),
        ),
        migrations.AddField(
            model_name="extension",
            name="asked_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="extension",
            name="clock",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="extensions", to="casework.deadline"
            ),
        ),
        migrations.AddField(
            model_name="extension",
            name="decided_by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="recount",
            name="asked_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="recount",
            name="organisation",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.organisation"
            ),
        ),
        migrations.AddConstraint(
            model_name="announcedyear",
            constraint=models.UniqueConstraint(
                condition=models.Q(("withdrawn_at", None)), fields=("year",), name="announced_year_one"
            ),
        ),
        migrations.AddConstraint(
            model_name="extension",
            constraint=models.UniqueConstraint(
                condition=models.Q(("granted", None)), fields=("clock",), name="extension_one_open"
            ),
        ),
    ]
