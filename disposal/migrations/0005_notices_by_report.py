"""Notices are found by the number of their report."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0004_document_codes"),
        ("casework", "0004_which_request"),
        ("catalogue", "0007_grounds_whole"),
        ("disposal", "0004_case_numbers"),
        ("inspection", "0007_calibrations_withdrawn"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="resultnotice",
            index=models.Index(fields=["report_number"], name="result_notice_report"),
        ),
    ]
