from django.db import migrations, models

# That somebody else had tested was said before, but not who. The guard of what is issued names the column.
CHANGED = """
DROP TRIGGER inspection_result_told ON inspection_result;
ALTER TABLE inspection_result ALTER COLUMN subcontracted {0};
CREATE TRIGGER inspection_result_told BEFORE UPDATE OF
    report_id, item_id, position, name, method, requirement, unit, limit_text, limit_low, limit_high, comparison,
    interval, declared, value, value_as_written, lod, judged, verdict, reason, remark, subcontracted,
    overruled, taken_back, entered_at, entered_by_id
    ON inspection_result FOR EACH ROW WHEN (OLD.* IS DISTINCT FROM NEW.*)
    EXECUTE FUNCTION inspection_issued_is_told();
"""
NAMED = CHANGED.format("TYPE varchar(120) USING CASE WHEN subcontracted THEN '未写明' ELSE '' END")
UNNAMED = CHANGED.format("TYPE boolean USING subcontracted <> ''")


class Migration(migrations.Migration):
    dependencies = [
        ("inspection", "0007_calibrations_withdrawn"),
    ]

    operations = [
        migrations.RunSQL(
            NAMED,
            UNNAMED,
            hints={"moves_rows": True},
            state_operations=[
                migrations.AlterField(
                    model_name="result",
                    name="subcontracted",
                    field=models.CharField(blank=True, max_length=120, verbose_name="subcontracted to"),
                )
            ],
        ),
        migrations.AlterField(
            model_name="correction",
            name="entry",
            field=models.CharField(
                blank=True,
                choices=[
                    ("value", "Measured value"),
                    ("lod", "Limit of detection"),
                    ("declared", "Declared value"),
                    ("comparison", "Comparison"),
                    ("places", "Decimal places of the limit"),
                    ("verdict", "Verdict"),
                    ("reason", "Reason of the verdict by hand"),
                    ("remark", "Remark"),
                    ("subcontracted", "Subcontracted to"),
                    ("product", "Product"),
                    ("brand", "Brand"),
                    ("model", "Model"),
                    ("batch", "Date of production or batch"),
                    ("producer", "Producer"),
                    ("producer_address", "Producer's address"),
                    ("sampled_on", "Sampled on"),
                    ("tested_from", "Testing began on"),
                    ("tested_to", "Testing ended on"),
                ],
                max_length=16,
                verbose_name="what is corrected",
            ),
        ),
    ]
