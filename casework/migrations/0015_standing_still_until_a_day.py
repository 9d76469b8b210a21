"""A clock that people let stand still does so until a day, and somebody else has agreed."""

from django.db import migrations, models

import trail.days


class Migration(migrations.Migration):
    dependencies = [
        ("casework", "0014_tries_of_work"),
    ]

    operations = [
        migrations.AddField(
            model_name="deadline",
            name="suspended_until",
            field=trail.days.Day(null=True),
        ),
        migrations.AddField(
            model_name="extension",
            name="until",
            field=trail.days.Day(null=True, verbose_name="stands still until"),
        ),
        migrations.AlterField(
            model_name="extension",
            name="number",
            field=models.PositiveIntegerField(default=0, verbose_name="how much more time"),
        ),
    ]
