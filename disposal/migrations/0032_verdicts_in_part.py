"""A report that leaves items open said plainly that the product conforms; so did what was made of it."""

from django.db import migrations, models

IN_PART = """
CREATE TEMP TABLE in_part ON COMMIT DROP AS
SELECT r.id AS report, p.sample_id AS sample
FROM casework_record r JOIN inspection_report p ON p.record_id = r.id
WHERE r.outcome = 'conforming'
  AND EXISTS (SELECT FROM inspection_result i
              WHERE i.report_id = r.id AND i.verdict IN ('not_tested', 'not_judged'));

UPDATE casework_record r SET outcome = 'in_part' FROM in_part WHERE r.id = in_part.report;
UPDATE casework_record r SET outcome = 'in_part'
FROM disposal_resultnotice n JOIN in_part ON in_part.report = n.report_id
WHERE r.id = n.record_id AND r.outcome = 'conforming';
UPDATE catalogue_finding f SET verdict = 'in_part'
FROM in_part JOIN casework_record s ON s.id = in_part.sample
WHERE f.sample = s.number AND f.verdict = 'conforming';
"""


class Migration(migrations.Migration):
    dependencies = [
        ("disposal", "0031_who_disputed_keeps_sight"),
        ("inspection", "0017_verdicts_in_part"),
        ("catalogue", "0012_verdicts_in_part"),
    ]

    operations = [
        migrations.RunSQL(IN_PART, migrations.RunSQL.noop),
        migrations.AlterField(
            model_name="disposalitem",
            name="verdict",
            field=models.CharField(
                choices=[
                    ("conforming", "Conforming"),
                    ("in_part", "Conforming as far as tested"),
                    ("non_conforming", "Non-conforming"),
                ],
                max_length=16,
                verbose_name="verdict",
            ),
        ),
    ]
