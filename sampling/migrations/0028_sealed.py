"""Who sees what lies sealed of volunteers? Whoever names the person, and knows what no statement can find out."""

import django.db.models.deletion
from django.db import migrations, models

MOVE = """
INSERT INTO sampling_sealed (recipient_id, piece, content)
SELECT id, 'key', wrapped_key FROM sampling_recipient WHERE wrapped_key IS NOT NULL
UNION ALL SELECT id, 'name', name FROM sampling_recipient WHERE name IS NOT NULL;
INSERT INTO sampling_sealed (recipient_id, piece, identifier_id, content)
SELECT recipient_id, 'means', id, sealed FROM sampling_identifier;
UPDATE sampling_recipient SET key_id = '' WHERE erased_at IS NOT NULL;
SET CONSTRAINTS ALL IMMEDIATE;
SET CONSTRAINTS ALL DEFERRED;
"""

WALL = """
CREATE FUNCTION sampling_reveals(person bigint) RETURNS boolean LANGUAGE plpgsql STABLE
    SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    RETURN EXISTS (
        SELECT 1 FROM public.trail_installation
        WHERE current_setting('wangjian.reveals', true)
              = person || ':' || encode(sha256(convert_to(proof || ':' || person || ':' || proof, 'UTF8')), 'hex')
    );
END $$;
CREATE POLICY sampling_sealed_shown ON sampling_sealed
    USING (sampling_reveals(recipient_id)) WITH CHECK (sampling_reveals(recipient_id));
ALTER TABLE sampling_sealed ENABLE ROW LEVEL SECURITY;
"""

UNDO = """
ALTER TABLE sampling_sealed DISABLE ROW LEVEL SECURITY;
DROP POLICY sampling_sealed_shown ON sampling_sealed;
DROP FUNCTION sampling_reveals(bigint);
"""


class Migration(migrations.Migration):
    dependencies = [
        ("sampling", "0027_who_is_in_charge"),
        ("trail", "0007_written_by_the_database"),
    ]
    operations = [
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
        ),
        migrations.RemoveConstraint("recipient", "recipient_erased_whole"),
        migrations.RunSQL(MOVE, migrations.RunSQL.noop),
        migrations.RemoveField("recipient", "wrapped_key"),
        migrations.RemoveField("recipient", "name"),
        migrations.RemoveField("identifier", "sealed"),
        migrations.AlterField(
            "recipient", "key_id", models.CharField(blank=True, editable=False, max_length=40)
        ),
        migrations.AddConstraint(
            "recipient",
            models.CheckConstraint(
                condition=models.Q(("erased_at__isnull", False), ("key_id", ""), ("person_index", ""))
                | models.Q(("erased_at", None), models.Q(("key_id", ""), _negated=True)),
                name="recipient_erased_whole",
            ),
        ),
        migrations.AddConstraint(
            "sealed",
            models.UniqueConstraint(
                condition=models.Q(("piece", "means"), _negated=True),
                fields=("recipient", "piece"),
                name="sealed_one",
            ),
        ),
        migrations.AddConstraint(
            "sealed",
            models.CheckConstraint(
                condition=models.Q(("identifier__isnull", False), ("piece", "means"))
                | models.Q(models.Q(("piece", "means"), _negated=True), ("identifier", None)),
                name="sealed_of_an_identifier",
            ),
        ),
        migrations.RunSQL(WALL, UNDO),
    ]
