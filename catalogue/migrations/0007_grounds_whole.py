from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("catalogue", "0006_standards_by_item"),
    ]

    operations = [
        migrations.AlterField(
            model_name="finding",
            name="standard",
            field=models.CharField(blank=True, max_length=1000, verbose_name="standard"),
        ),
    ]
