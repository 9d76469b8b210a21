"""Each abnormality is a record of its own, with its samples: those on file become such records."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import trail.days
from accounts.numbers import number

SET_ASIDE = """
CREATE TABLE former_abnormality AS SELECT * FROM inspection_abnormality;
CREATE TABLE former_abnormality_samples AS SELECT * FROM inspection_abnormality_samples;
"""
DROP = "DROP TABLE former_abnormality; DROP TABLE former_abnormality_samples;"

# What was not decided on lies before the center where its commission stands still for it; else it is void.
FORMER = """
SELECT old.id, old.entrustment_id, old.reported_at, old.decision, CASE
    WHEN old.decision <> '' THEN 'decided'
    WHEN held.state = 'suspended' AND old.id = (
        SELECT max(id) FROM former_abnormality WHERE entrustment_id = old.entrustment_id
    ) THEN 'reported'
    ELSE 'voided' END
FROM former_abnormality old JOIN casework_record held ON held.id = old.entrustment_id ORDER BY old.id
"""
EVENT = """
INSERT INTO trail_event (at, subject_kind, subject_id, verb, clause, actor_kind, actor_id, role,
    moved_from, moved_to, detail)
VALUES (%s, 'record', %s, 'open', '6.3-3', 'system', 0, '', '', %s, '{}')
"""
RECORD = """
INSERT INTO casework_record (id, kind, number, title, state, turn, holder_id, opened_at, center_id,
    province_id, city_id, county_id, category_id, outcome, shown_laboratory_id)
SELECT %s, 'abnormality', %s, r.title, %s, %s, CASE WHEN %s THEN r.center_id END, %s, r.center_id,
    r.province_id, r.city_id, r.county_id, r.category_id, '', r.shown_laboratory_id
FROM casework_record r WHERE r.id = %s
"""
ABNORMALITY = """
INSERT INTO inspection_abnormality (record_id, entrustment_id, laboratory_id, regulator_id, situation,
    found_at, account, reported_to, reported_by_id, decision)
SELECT %s, old.entrustment_id, e.laboratory_id, e.regulator_id, old.situation, old.found_at, old.account,
    old.reported_to, old.reported_by_id, old.decision
FROM former_abnormality old JOIN inspection_entrustment e ON e.record_id = old.entrustment_id
WHERE old.id = %s
"""
ADMISSION = """
INSERT INTO casework_admission (content_object_id, group_id, permission_id, since)
SELECT %s, group_id, permission_id, since FROM casework_admission WHERE content_object_id = %s
"""
SAMPLES = """
INSERT INTO inspection_abnormalsample (abnormality_id, entrusted_id, decision)
SELECT %s, entrustedsample_id, '' FROM former_abnormality_samples WHERE abnormality_id = %s
"""


def carry_over(apps, schema_editor):
    with schema_editor.connection.cursor() as cursor:
        cursor.execute(FORMER)
        for old, entrustment, at, _decision, state in cursor.fetchall():
            cursor.execute("SELECT nextval(pg_get_serial_sequence('casework_record', 'id'))")
            pk = cursor.fetchone()[0]
            waits = state == "reported"
            cursor.execute(EVENT, [at, pk, state])
            named = number("AB", pk, settings.NUMBER_KEY)
            turn = "organiser" if waits else ""
            cursor.execute(RECORD, [pk, named, state, turn, waits, at, entrustment])
            cursor.execute(ABNORMALITY, [pk, old])
            cursor.execute(ADMISSION, [pk, entrustment])
            cursor.execute(SAMPLES, [pk, old])


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0006_secrets"),
        ("casework", "0009_notes_without_record"),
        ("catalogue", "0004_finding_category"),
        ("inspection", "0008_judged_as_written"),
        ("trail", "0002_append_only"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RunSQL(SET_ASIDE, DROP),
        migrations.DeleteModel("Abnormality"),
        migrations.CreateModel(
            name="Abnormality",
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
                    "situation",
                    models.CharField(
                        choices=[
                            ("failed", "The sample is no longer valid"),
                            ("broken", "The sample is broken"),
                            ("too_little", "There is too little of the sample"),
                            ("equipment", "Equipment"),
                            ("other", "Something else"),
                        ],
                        max_length=12,
                        verbose_name="situation",
                    ),
                ),
                ("found_at", trail.days.Moment(verbose_name="found at")),
                ("account", models.TextField(verbose_name="what happened")),
                (
                    "reported_to",
                    models.CharField(
                        choices=[
                            ("center", "The monitoring center"),
                            ("regulator", "The department that set the task"),
                        ],
                        max_length=12,
                        verbose_name="reported to",
                    ),
                ),
                ("decision", models.TextField(blank=True, verbose_name="decision")),
                (
                    "decided_by",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="decided by",
                    ),
                ),
                (
                    "entrustment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="abnormalities",
                        to="inspection.entrustment",
                        verbose_name="entrustment",
                    ),
                ),
                (
                    "laboratory",
                    models.ForeignKey(
                        limit_choices_to={"kind": "laboratory"},
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.organisation",
                        verbose_name="laboratory",
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
                        verbose_name="task set by",
                    ),
                ),
                (
                    "reported_by",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="reported by",
                    ),
                ),
            ],
            options={
                "verbose_name": "abnormality",
                "verbose_name_plural": "abnormalities",
            },
            bases=("casework.record",),
        ),
        migrations.CreateModel(
            name="AbnormalSample",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "decision",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("go_on", "Test it on"),
                            ("in_part", "Test it in part"),
                            ("replace", "Buy a substitute"),
                            ("end", "Test it no more"),
                        ],
                        max_length=8,
                        verbose_name="decision",
                    ),
                ),
                (
                    "abnormality",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="concerned",
                        to="inspection.abnormality",
                    ),
                ),
                (
                    "entrusted",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="abnormal",
                        to="inspection.entrustedsample",
                    ),
                ),
                (
                    "left_out",
                    models.ManyToManyField(
                        related_name="+", to="catalogue.testitem", verbose_name="items left out"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("abnormality", "entrusted"), name="abnormal_sample_one")
                ],
            },
        ),
        migrations.RunPython(carry_over, migrations.RunPython.noop),
        migrations.RunSQL(DROP, migrations.RunSQL.noop),
    ]
