"""Which forms were carried out, so that none is carried out twice?"""

from django.db import migrations, models

import trail.days


class Migration(migrations.Migration):
    dependencies = [
        ("casework", "0010_days_in_range"),
    ]

    operations = [
        migrations.CreateModel(
            name="SentForm",
            fields=[
                ("key", models.CharField(max_length=64, primary_key=True, serialize=False)),
                ("at", trail.days.Moment()),
                ("leads_to", models.TextField()),
            ],
            options={
                "indexes": [models.Index(fields=["at"], name="sent_form_at")],
            },
        ),
    ]
