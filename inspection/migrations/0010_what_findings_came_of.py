from hashlib import sha256

from django.db import migrations


def named(apps, schema_editor):
    """What is known from our own reports names the records that it came of; of a voided one it stands no more."""
    Report, Finding = apps.get_model("inspection", "Report"), apps.get_model("catalogue", "Finding")
    above = "sample__purchase__scheme__plan"
    for report in Report.objects.select_related(above).iterator():
        purchase = report.sample.purchase
        behind = [report, report.sample, purchase, purchase.scheme, purchase.scheme.plan]
        known = Finding.objects.filter(fingerprint=sha256(f"report {report.number}".encode()).hexdigest())
        known.update(
            came_of=[record.number for record in behind],
            standing=not any(record.state == "voided" for record in behind),
        )


class Migration(migrations.Migration):
    dependencies = [
        ("inspection", "0009_abnormalities"),
        ("catalogue", "0010_findings_stand"),
        ("sampling", "0024_under_the_persons_key"),
    ]

    operations = [migrations.RunPython(named, migrations.RunPython.noop)]
