"""Who took a draft, or a file that came in, over?"""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("monitoring", "0017_goods_and_sender_of_notices"),
    ]
    operations = [
        migrations.AddField(
            "intake",
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
        migrations.AddField(
            "risksignal",
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
