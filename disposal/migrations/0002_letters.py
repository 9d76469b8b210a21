from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("disposal", "0001_initial")]

    operations = []
