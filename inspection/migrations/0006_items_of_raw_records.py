"""Which items does a raw record cover? Named from now on; those on file were taken for the whole report."""

from django.db import migrations, models

COVERED = """
INSERT INTO inspection_rawrecord_results (rawrecord_id, result_id)
    SELECT raw.id, result.id FROM inspection_rawrecord raw
    JOIN inspection_result result ON result.report_id = raw.report_id;
CREATE TRIGGER inspection_raw_items_kept BEFORE UPDATE OR DELETE ON inspection_rawrecord_results
    FOR EACH ROW EXECUTE FUNCTION inspection_is_kept();
REVOKE UPDATE, DELETE, TRUNCATE ON inspection_rawrecord_results FROM wangjian_app;
"""

UNDO = """
GRANT UPDATE, DELETE ON inspection_rawrecord_results TO wangjian_app;
DROP TRIGGER inspection_raw_items_kept ON inspection_rawrecord_results;
"""


class Migration(migrations.Migration):
    dependencies = [("inspection", "0005_storage")]
    operations = [
        migrations.AddField(
            model_name="rawrecord",
            name="results",
            field=models.ManyToManyField(
                related_name="raw_records", to="inspection.result", verbose_name="items that it covers"
            ),
        ),
        migrations.RunSQL(COVERED, UNDO),
    ]
