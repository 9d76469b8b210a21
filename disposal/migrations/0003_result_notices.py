from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("disposal", "0002_letters")]

    operations = []
