from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("documents", "0008_service_witness"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="document",
            index=models.Index(fields=["file_number"], name="document_by_number"),
        ),
    ]
