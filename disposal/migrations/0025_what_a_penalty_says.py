"""What does the paper of a penalty say to the party beside the penalty?"""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("disposal", "0024_products_at_large"),
    ]

    operations = [
        migrations.AddField(
            model_name="enforcementcase",
            name="contact",
            field=models.CharField(blank=True, max_length=60, verbose_name="whom to ask"),
        ),
        migrations.AddField(
            model_name="enforcementcase",
            name="contact_phone",
            field=models.CharField(blank=True, max_length=40, verbose_name="telephone for questions"),
        ),
        migrations.AddField(
            model_name="enforcementcase",
            name="court",
            field=models.CharField(
                blank=True, max_length=120, verbose_name="court with which it is contested"
            ),
        ),
        migrations.AddField(
            model_name="enforcementcase",
            name="pay_to",
            field=models.CharField(blank=True, max_length=300, verbose_name="where and how it is paid"),
        ),
        migrations.AddField(
            model_name="enforcementcase",
            name="provision",
            field=models.TextField(blank=True, verbose_name="provisions on which it rests"),
        ),
        migrations.AddField(
            model_name="enforcementcase",
            name="reconsidered_by",
            field=models.CharField(blank=True, max_length=120, verbose_name="who reconsiders it"),
        ),
    ]
