import django.contrib.postgres.indexes
import django.db.models.deletion
from django.db import migrations, models

import trail.days
import trail.models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Installation",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("production", models.BooleanField()),
                ("proof", models.CharField(max_length=64)),
            ],
        ),
        migrations.CreateModel(
            name="Event",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("at", trail.days.Moment(verbose_name="when")),
                ("subject_kind", models.CharField(max_length=40)),
                ("subject_id", models.BigIntegerField()),
                ("verb", models.CharField(max_length=60, verbose_name="action")),
                ("clause", models.CharField(blank=True, max_length=20, verbose_name="clause")),
                ("actor_kind", models.CharField(max_length=10)),
                ("actor_id", models.BigIntegerField()),
                ("organisation_id", models.BigIntegerField(null=True)),
                ("role", models.CharField(blank=True, max_length=30)),
                ("moved_from", models.CharField(blank=True, max_length=40)),
                ("moved_to", models.CharField(blank=True, max_length=40)),
                ("detail", models.JSONField(default=dict)),
                (
                    "transaction",
                    models.BigIntegerField(db_default=trail.models.CurrentTransaction(), editable=False),
                ),
                ("recorded_at", trail.days.Moment(editable=False, null=True)),
                ("login", models.CharField(blank=True, default="", editable=False, max_length=63)),
                (
                    "cause",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="consequences",
                        to="trail.event",
                    ),
                ),
            ],
            options={
                "verbose_name": "event",
                "verbose_name_plural": "events",
                "indexes": [
                    models.Index(fields=["subject_kind", "subject_id", "id"], name="ev_subject"),
                    models.Index(fields=["actor_id", "id"], name="ev_actor"),
                    models.Index(
                        condition=models.Q(("actor_kind", "user"), models.Q(("moved_to", ""), _negated=True)),
                        fields=["organisation_id", "at"],
                        name="ev_done",
                    ),
                    models.Index(
                        condition=models.Q(("verb", "reveal the recipient")),
                        fields=["organisation_id", "at"],
                        name="ev_look",
                    ),
                    django.contrib.postgres.indexes.BrinIndex(fields=["at"], name="ev_at"),
                ],
            },
        ),
    ]
