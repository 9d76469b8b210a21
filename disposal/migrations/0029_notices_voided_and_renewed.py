"""A voided notice stands in the way of no new one: the day on which it was voided comes from the trail."""

from django.db import migrations, models

import trail.days

DATED = """
UPDATE disposal_resultnotice n SET voided_on = (e.at AT TIME ZONE 'Asia/Shanghai')::date
FROM casework_record r, trail_event e
WHERE r.id = n.record_id AND r.state = 'voided'
  AND e.subject_kind = 'record' AND e.subject_id = r.id AND e.verb = 'void'
"""


class Migration(migrations.Migration):
    dependencies = [
        ("disposal", "0028_signed_in_a_capacity"),
        ("casework", "0011_sent_forms"),
        ("trail", "0001_initial"),
    ]

    operations = [
        migrations.RemoveConstraint(model_name="resultnotice", name="result_notice_shop_once"),
        migrations.RemoveConstraint(model_name="resultnotice", name="result_notice_producer_once"),
        migrations.AddField(
            model_name="resultnotice",
            name="voided_on",
            field=trail.days.Day(editable=False, null=True, verbose_name="voided on"),
        ),
        migrations.RunSQL(DATED, migrations.RunSQL.noop),
        # What waits for the end of the statement is checked before the table is changed once more.
        migrations.RunSQL("SET CONSTRAINTS ALL IMMEDIATE", migrations.RunSQL.noop),
        migrations.AddConstraint(
            model_name="resultnotice",
            constraint=models.UniqueConstraint(
                condition=models.Q(("enterprise", None), ("voided_on", None)),
                fields=("report", "shop"),
                name="result_notice_shop_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="resultnotice",
            constraint=models.UniqueConstraint(
                condition=models.Q(("shop", None), ("voided_on", None)),
                fields=("report", "enterprise"),
                name="result_notice_producer_once",
            ),
        ),
    ]
