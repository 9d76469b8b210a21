"""A purchase is called by the product of the plan, no longer by what the shop calls the goods."""

from django.db import migrations

CALL = """
UPDATE casework_record AS record SET title = item.product || ' · ' || listing.line
FROM sampling_purchase AS purchase
JOIN sampling_listing AS listing ON listing.id = purchase.listing_id
JOIN monitoring_planitem AS item ON item.id = purchase.plan_item_id
WHERE record.id = purchase.record_id
"""


class Migration(migrations.Migration):
    dependencies = [
        ("sampling", "0007_parcels"),
        ("monitoring", "0001_initial"),
        ("casework", "0009_notes_without_record"),
    ]

    operations = [migrations.RunSQL(CALL, migrations.RunSQL.noop)]
