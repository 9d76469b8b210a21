from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0004_document_codes"),
        ("casework", "0004_which_request"),
        ("catalogue", "0006_standards_by_item"),
        ("disposal", "0003_standards_by_item"),
        ("inspection", "0007_calibrations_withdrawn"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="enforcementcase",
            index=models.Index(
                condition=models.Q(("case_number", ""), _negated=True),
                fields=["case_number"],
                name="case_number",
            ),
        ),
        migrations.AddIndex(
            model_name="enforcementcase",
            index=models.Index(
                condition=models.Q(("decision_number", ""), _negated=True),
                fields=["decision_number"],
                name="case_decision",
            ),
        ),
    ]
