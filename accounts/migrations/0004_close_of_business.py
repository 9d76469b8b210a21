"""An organisation may close before midnight."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0003_preferences_and_given_passwords"),
    ]

    operations = [
        migrations.AddField(
            model_name="organisation",
            name="closes_at",
            field=models.TimeField(blank=True, null=True, verbose_name="close of business"),
        ),
    ]
