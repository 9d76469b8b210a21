"""Which passwords were typed wrongly, and from where? What the limits of log-ins count."""

from django.db import migrations, models

import trail.days


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0008_legal_reviewer"),
    ]

    operations = [
        # The library that counted wrong passwords before kept its count in these; in the cache, mostly.
        migrations.RunSQL(
            "DROP TABLE IF EXISTS axes_accessattemptexpiration, axes_accessattempt, axes_accesslog,"
            " axes_accessfailurelog CASCADE",
            migrations.RunSQL.noop,
        ),
        migrations.CreateModel(
            name="Attempt",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("at", trail.days.Moment(verbose_name="when")),
                ("name", models.CharField(max_length=64)),
                ("address", models.GenericIPAddressField()),
                ("subnet", models.CharField(max_length=50)),
                ("right", models.BooleanField(default=False)),
            ],
            options={
                "verbose_name": "password that was typed",
                "verbose_name_plural": "passwords that were typed",
                "indexes": [
                    models.Index(fields=["name", "address", "at"], name="attempt_name"),
                    models.Index(
                        condition=models.Q(("right", False)), fields=["address", "at"], name="attempt_address"
                    ),
                    models.Index(
                        condition=models.Q(("right", False)), fields=["subnet", "at"], name="attempt_subnet"
                    ),
                ],
            },
        ),
    ]
