"""The index that keeps numbers apart also finds a paper by its number."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("documents", "0010_relations_as_shown"),
    ]

    operations = [
        migrations.RemoveIndex(model_name="document", name="document_by_number"),
        migrations.RemoveConstraint(model_name="document", name="document_number_one"),
        migrations.AddConstraint(
            model_name="document",
            constraint=models.UniqueConstraint(fields=["file_number", "office"], name="document_number_one"),
        ),
    ]
