"""Each kind of paper of an office is numbered by itself."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("documents", "0002_triggers")]
    operations = [
        migrations.RemoveConstraint(model_name="filenumber", name="file_number_one"),
        migrations.AddField(
            model_name="filenumber",
            name="series",
            field=models.CharField(blank=True, default="", max_length=1),
        ),
        migrations.AddConstraint(
            model_name="filenumber",
            constraint=models.UniqueConstraint(fields=("office", "series", "year"), name="file_number_one"),
        ),
    ]
