"""Who took a file of listings, a choice or a reading over?"""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("sampling", "0026_seller_receipt"),
    ]
    operations = [
        migrations.AddField(
            "choosing",
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
            "offerfile",
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
            "perusal",
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
