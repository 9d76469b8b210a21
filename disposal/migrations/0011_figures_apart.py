from django.db import migrations


def apart(apps, schema_editor):
    """What old reports called cases opened were referrals; the other figures nobody counted then."""
    reports = apps.get_model("disposal", "NationalReport").objects.exclude(figures={})
    for report in reports.filter(figures__has_key="cases_opened").iterator():
        report.figures["cases_referred"] = report.figures.pop("cases_opened")
        report.save(update_fields=["figures"])


def together(apps, schema_editor):
    reports = apps.get_model("disposal", "NationalReport").objects
    for report in reports.filter(figures__has_key="cases_referred").iterator():
        report.figures["cases_opened"] = report.figures.pop("cases_referred")
        report.save(update_fields=["figures"])


class Migration(migrations.Migration):
    dependencies = [("disposal", "0010_days_in_range")]

    operations = [migrations.RunPython(apart, together)]
