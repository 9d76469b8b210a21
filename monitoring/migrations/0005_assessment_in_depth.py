"""Several scenarios to an assessment, matrices as rows, joint sessions, and what supersedes what."""

import json

import django.contrib.postgres.fields
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import documents.models
from monitoring.matrix.published import PUBLISHED

SEVERITIES = [
    (1, "1 – first aid, reversible"),
    (2, "2 – may need a doctor, reversible"),
    (3, "3 – hospital, or lasting harm below a tenth"),
    (4, "4 – death, or lasting harm of a tenth or more"),
]

PUBLISH = """
    INSERT INTO monitoring_criteria (version, name, source, bands, rest, raises)
    VALUES (%s, %s, %s, %s::jsonb, %s::jsonb, %s::jsonb)
"""


def publish(apps, schema_editor):
    """The matrices that came with the system, as they were printed."""
    with schema_editor.connection.cursor() as cursor:
        for one in PUBLISHED:
            values = [json.dumps(one.get(name, [])) for name in ("bands", "rest", "raises")]
            cursor.execute(PUBLISH, [one["version"], one["name"], one["source"], *values])


# The one scenario that an assessment had becomes its first.
MOVE = """
    INSERT INTO monitoring_scenario (assessment_id, position, description, severity)
    SELECT record_id, 1, scenario, severity FROM monitoring_assessment AS a
    WHERE scenario <> '' OR EXISTS (SELECT FROM monitoring_scenariostep AS s WHERE s.assessment_id = a.record_id);

    UPDATE monitoring_scenariostep AS s SET scenario_id = c.id
    FROM monitoring_scenario AS c WHERE c.assessment_id = s.assessment_id;

    UPDATE monitoring_vote SET severities = ARRAY[severity] WHERE severity IS NOT NULL;

    UPDATE monitoring_notice AS n SET assessment_id = (
        SELECT max(a.record_id) FROM monitoring_assessment AS a JOIN casework_record AS r ON r.id = a.record_id
        WHERE a.riskcase_id = n.riskcase_id AND r.state = 'approved'
    );

    UPDATE monitoring_assessment AS a SET supersedes_id = (
        SELECT max(o.record_id) FROM monitoring_assessment AS o JOIN casework_record AS r ON r.id = o.record_id
        WHERE o.riskcase_id = a.riskcase_id AND o.record_id < a.record_id AND r.state = 'superseded'
    )
    FROM casework_record AS own
    WHERE own.id = a.record_id AND own.state IN ('approved', 'superseded');

    SET CONSTRAINTS ALL IMMEDIATE;
    SET CONSTRAINTS ALL DEFERRED;
"""

# A version by which an assessment was made is never altered, whoever asks.
KEEP = """
    CREATE FUNCTION criteria_in_use_is_kept() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF EXISTS (SELECT FROM monitoring_assessment WHERE criteria_id = OLD.version) THEN
            RAISE EXCEPTION 'an assessment was made by criteria %: make a new version', OLD.version;
        END IF;
        RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
    END $$;
    CREATE TRIGGER criteria_kept
    BEFORE DELETE OR UPDATE OF version, name, source, bands, rest, raises ON monitoring_criteria
    FOR EACH ROW EXECUTE FUNCTION criteria_in_use_is_kept();
"""
FORGET = """
    DROP TRIGGER criteria_kept ON monitoring_criteria;
    DROP FUNCTION criteria_in_use_is_kept();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0004_close_of_business"),
        ("casework", "0007_hold_until"),
        ("monitoring", "0004_known"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
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
                ("made_at", models.DateTimeField(editable=False, null=True)),
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
        migrations.RunPython(publish, migrations.RunPython.noop, hints={"first_rows": True}),
        migrations.RunSQL(
            "SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED", migrations.RunSQL.noop
        ),
        migrations.AlterField(
            model_name="assessment",
            name="criteria",
            field=models.ForeignKey(
                default="eu-2019-417",
                on_delete=django.db.models.deletion.PROTECT,
                related_name="assessments",
                to="monitoring.criteria",
                to_field="version",
                verbose_name="criteria and their version",
            ),
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
                        default=documents.models.token, editable=False, max_length=32, unique=True
                    ),
                ),
                ("title", models.CharField(max_length=120, verbose_name="title")),
                ("held_on", models.DateField(verbose_name="held on")),
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
        migrations.AddField(
            model_name="assessment",
            name="account",
            field=models.TextField(blank=True, verbose_name="account of the survey"),
        ),
        migrations.AddField(
            model_name="assessment",
            name="supersedes",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="newer",
                to="monitoring.assessment",
                verbose_name="takes the place of",
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
                        blank=True, choices=SEVERITIES, null=True, verbose_name="severity"
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
            options={"ordering": ("position",)},
        ),
        migrations.AddConstraint(
            model_name="scenario",
            constraint=models.UniqueConstraint(fields=("assessment", "position"), name="scenario_place"),
        ),
        migrations.AddField(
            model_name="scenariostep",
            name="scenario",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="steps",
                to="monitoring.scenario",
            ),
        ),
        migrations.AddField(
            model_name="vote",
            name="severities",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.PositiveSmallIntegerField(choices=SEVERITIES),
                blank=True,
                default=list,
                size=None,
                verbose_name="severity",
            ),
        ),
        migrations.AddField(
            model_name="notice",
            name="assessment",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="notices",
                to="monitoring.assessment",
                verbose_name="risk assessment",
            ),
        ),
        migrations.RunSQL(MOVE),
        migrations.RemoveConstraint(model_name="scenariostep", name="scenario_step_place"),
        migrations.RemoveField(model_name="scenariostep", name="assessment"),
        migrations.AlterField(
            model_name="scenariostep",
            name="scenario",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="steps", to="monitoring.scenario"
            ),
        ),
        migrations.AddConstraint(
            model_name="scenariostep",
            constraint=models.UniqueConstraint(fields=("scenario", "position"), name="scenario_step_place"),
        ),
        migrations.RemoveConstraint(model_name="vote", name="vote_or_conflict"),
        migrations.RemoveField(model_name="vote", name="severity"),
        migrations.AddConstraint(
            model_name="vote",
            constraint=models.CheckConstraint(
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
        ),
        migrations.RemoveField(model_name="assessment", name="scenario"),
        migrations.RemoveConstraint(model_name="notice", name="notice_regulator_once"),
        migrations.AddConstraint(
            model_name="notice",
            constraint=models.UniqueConstraint(
                condition=models.Q(("regulator__isnull", False)),
                fields=("riskcase", "assessment", "regulator"),
                name="notice_regulator_once",
            ),
        ),
        migrations.RunSQL(KEEP, FORGET),
    ]
