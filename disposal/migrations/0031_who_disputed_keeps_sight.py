"""Whoever disputed its jurisdiction keeps sight of the case, as whoever passed it on does."""

from django.db import migrations

ADMITTED = """
INSERT INTO casework_admission (content_object_id, group_id, permission_id, since)
SELECT c.record_id, o.group_id, p.id, now()
FROM disposal_enforcementcase c
JOIN accounts_organisation o ON o.id = c.disputed_by_id
JOIN auth_permission p ON p.codename = 'view_record'
JOIN django_content_type t ON t.id = p.content_type_id AND t.app_label = 'casework' AND t.model = 'record'
ON CONFLICT DO NOTHING
"""


class Migration(migrations.Migration):
    dependencies = [
        ("disposal", "0030_measures_lifted_in_part"),
        ("casework", "0011_sent_forms"),
    ]

    operations = [migrations.RunSQL(ADMITTED, migrations.RunSQL.noop)]
