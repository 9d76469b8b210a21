"""Until when does a typed password count as a guess? No longer than it is looked at, unless it was wrong."""

from django.db import migrations, models
from django.utils import timezone

import trail.days


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0010_no_superusers"),
    ]

    operations = [
        migrations.RemoveIndex(model_name="attempt", name="attempt_address"),
        migrations.RemoveIndex(model_name="attempt", name="attempt_subnet"),
        migrations.AddField(
            model_name="attempt",
            name="counts_until",
            field=trail.days.Moment(default=timezone.now, verbose_name="counts until"),
            preserve_default=False,
        ),
        migrations.AddIndex(
            model_name="attempt",
            index=models.Index(
                condition=models.Q(("right", False)),
                fields=["address", "counts_until"],
                name="attempt_address",
            ),
        ),
        migrations.AddIndex(
            model_name="attempt",
            index=models.Index(
                condition=models.Q(("right", False)),
                fields=["subnet", "counts_until"],
                name="attempt_subnet",
            ),
        ),
    ]
