"""Lists and worklists see that a record's clock stands still; what was asked for a clock may be withdrawn."""

from django.db import migrations, models

import trail.days

STANDING = """
UPDATE casework_record SET still_since = clock.since
FROM (
    SELECT record_id, min(suspended_at) AS since FROM casework_deadline
    WHERE met_at IS NULL AND dropped_at IS NULL AND suspended_at IS NOT NULL GROUP BY record_id
) AS clock
WHERE clock.record_id = casework_record.id
"""


class Migration(migrations.Migration):
    dependencies = [
        ("casework", "0017_what_the_trail_must_tell"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="extension",
            name="extension_one_open",
        ),
        migrations.AddField(
            model_name="extension",
            name="withdrawn_at",
            field=trail.days.Moment(null=True),
        ),
        migrations.AddConstraint(
            model_name="extension",
            constraint=models.UniqueConstraint(
                condition=models.Q(("granted", None), ("withdrawn_at", None)),
                fields=("clock",),
                name="extension_one_open",
            ),
        ),
        migrations.AddField(
            model_name="record",
            name="still_since",
            field=trail.days.Moment(editable=False, null=True, verbose_name="stands still since"),
        ),
        migrations.RunSQL(STANDING, migrations.RunSQL.noop),
    ]
