"""Which photos go out, who looked at each, and what was covered? A decision is replaced, never changed."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import documents.models
import trail.days

GUARD = """
CREATE FUNCTION photo_decision_is_kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '%: % refused, a decision on a photo is replaced by a further one', TG_TABLE_NAME, TG_OP
        USING ERRCODE = 'insufficient_privilege';
END $$;
CREATE TRIGGER photo_decision_kept BEFORE UPDATE OR DELETE ON disposal_photodecision
    FOR EACH ROW EXECUTE FUNCTION photo_decision_is_kept();
REVOKE UPDATE, DELETE, TRUNCATE ON disposal_photodecision FROM wangjian_app;
"""

UNDO = """
GRANT UPDATE, DELETE ON disposal_photodecision TO wangjian_app;
DROP TRIGGER photo_decision_kept ON disposal_photodecision;
DROP FUNCTION photo_decision_is_kept();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("disposal", "0014_handed_over"),
        ("documents", "0005_days_in_range"),
        ("inspection", "0012_corrections_of_goods"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
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
                        default=documents.models.token, editable=False, max_length=32, unique=True
                    ),
                ),
                ("released", models.BooleanField(verbose_name="goes out with the redacted report")),
                ("masks", models.JSONField(default=list)),
                ("reason", models.CharField(blank=True, max_length=200, verbose_name="why it is withheld")),
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
                                models.Q(("reason", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="photo_released_or_withheld",
                    ),
                ],
            },
        ),
        migrations.RunSQL(GUARD, UNDO),
    ]
