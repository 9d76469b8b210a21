"""Which goods does the letter of a risk mean, and whom may its addressee ask?"""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("monitoring", "0016_notices_delivered"),
    ]

    operations = [
        migrations.AddField(
            model_name="notice",
            name="batch",
            field=models.CharField(blank=True, max_length=400, verbose_name="date of production or batch"),
        ),
        migrations.AddField(
            model_name="notice",
            name="model",
            field=models.CharField(blank=True, max_length=400, verbose_name="specification and model"),
        ),
        migrations.AddField(
            model_name="notice",
            name="offered",
            field=models.TextField(blank=True, verbose_name="where it is on offer"),
        ),
        migrations.AddField(
            model_name="notice",
            name="producer",
            field=models.CharField(blank=True, max_length=400, verbose_name="producer as labelled"),
        ),
        migrations.AddField(
            model_name="notice",
            name="sender_address",
            field=models.CharField(blank=True, max_length=200, verbose_name="address of the center"),
        ),
        migrations.AddField(
            model_name="notice",
            name="sender_contact",
            field=models.CharField(blank=True, max_length=60, verbose_name="whom to ask at the center"),
        ),
        migrations.AddField(
            model_name="notice",
            name="sender_phone",
            field=models.CharField(blank=True, max_length=40, verbose_name="telephone of the center"),
        ),
    ]
