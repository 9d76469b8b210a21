from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("catalogue", "0008_pairs"),
        ("sampling", "0002_triggers"),
    ]

    operations = [
        migrations.RunSQL(
            "CREATE INDEX listing_pairs ON sampling_listing USING gin (pairs_of(product))",
            "DROP INDEX listing_pairs",
        ),
    ]
