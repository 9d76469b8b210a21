"""Why was something sent without photos, and what may be read of a photo that is withheld?"""

from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("disposal", "0019_party_decisions_kept"),
        ("documents", "0007_service_relation"),
        ("inspection", "0013_the_center_decides_on_amendments"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="photodecision",
            name="photo_released_or_withheld",
        ),
        migrations.AddField(
            model_name="compilation",
            name="without_photos",
            field=models.CharField(
                blank=True,
                max_length=200,
                verbose_name="why it was sent without photos that nobody had looked at",
            ),
        ),
        migrations.AddField(
            model_name="photodecision",
            name="ground",
            field=models.CharField(
                blank=True,
                choices=[
                    ("person", "it shows a person, or what leads to one"),
                    ("order", "it shows the order, the payment or the parcel"),
                    ("unclear", "what it shows cannot be made out"),
                    ("beside", "it shows nothing that the report rests on"),
                ],
                max_length=10,
                verbose_name="why it is withheld",
            ),
        ),
        migrations.AddField(
            model_name="resultnotice",
            name="without_photos",
            field=models.CharField(
                blank=True,
                max_length=200,
                verbose_name="why it was sent without photos that nobody had looked at",
            ),
        ),
        migrations.AlterField(
            model_name="photodecision",
            name="reason",
            field=models.CharField(blank=True, max_length=200, verbose_name="note for the center"),
        ),
        migrations.AddConstraint(
            model_name="photodecision",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("ground", ""),
                        ("reason", ""),
                        ("released", True),
                        models.Q(("file", ""), _negated=True),
                        models.Q(("sha256", ""), _negated=True),
                    ),
                    models.Q(
                        ("file", ""),
                        ("masks", []),
                        ("released", False),
                        ("sha256", ""),
                        models.Q(("ground", ""), ("reason", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="photo_released_or_withheld",
            ),
        ),
    ]
