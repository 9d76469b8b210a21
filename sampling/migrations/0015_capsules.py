import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("sampling", "0014_stocktaking"),
    ]

    operations = [
        migrations.CreateModel(
            name="Capsule",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("manifest", models.TextField(verbose_name="manifest")),
                ("sha256", models.CharField(max_length=64, verbose_name="SHA-256")),
                ("closed_at", models.DateTimeField(verbose_name="closed")),
                (
                    "purchase",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="capsule",
                        to="sampling.purchase",
                    ),
                ),
            ],
            options={
                "verbose_name": "evidence capsule",
                "verbose_name_plural": "evidence capsules",
            },
        ),
    ]
