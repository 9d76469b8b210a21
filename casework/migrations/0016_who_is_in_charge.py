"""Who took a recount over?"""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("casework", "0015_standing_still_until_a_day"),
    ]
    operations = [
        migrations.AddField(
            "recount",
            "in_charge",
            models.ForeignKey(
                settings.AUTH_USER_MODEL,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                db_index=False,
                editable=False,
                verbose_name="in charge",
            ),
        ),
    ]
