"""Who may change what an issued report says? Whoever leaves a line in its trail, in the same transaction."""

from django.db import migrations

GUARD = """
CREATE FUNCTION inspection_issued_is_told() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    report bigint := CASE TG_TABLE_NAME WHEN 'inspection_report' THEN (to_jsonb(OLD) ->> 'record_id')::bigint
                                        ELSE (to_jsonb(OLD) ->> 'report_id')::bigint END;
BEGIN
    IF EXISTS (SELECT 1 FROM public.casework_record WHERE id = report AND state IN ('issued', 'delivered', 'final'))
       AND NOT public.trail_tells_of(report)
    THEN
        RAISE EXCEPTION 'report %: it is issued, and nothing in the trail corrects it', report
            USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER inspection_report_told BEFORE UPDATE OF
    sample_id, product, brand, model, batch, item_id, shop, producer, producer_address, sampled_on, quantity,
    tested_from, tested_to, tested_at, deviations, analysis, conclusion
    ON inspection_report FOR EACH ROW WHEN (OLD.* IS DISTINCT FROM NEW.*)
    EXECUTE FUNCTION inspection_issued_is_told();
CREATE TRIGGER inspection_result_told BEFORE UPDATE OF
    report_id, item_id, name, method, requirement, unit, limit_text, limit_low, limit_high, comparison, interval,
    declared, value, value_as_written, lod, judged, verdict, reason, remark, subcontracted
    ON inspection_result FOR EACH ROW WHEN (OLD.* IS DISTINCT FROM NEW.*)
    EXECUTE FUNCTION inspection_issued_is_told();
"""

UNDO = """
DROP TRIGGER inspection_report_told ON inspection_report;
DROP TRIGGER inspection_result_told ON inspection_result;
DROP FUNCTION inspection_issued_is_told();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("inspection", "0014_the_leader_decides_on_amendments"),
        ("trail", "0007_written_by_the_database"),
    ]
    operations = [migrations.RunSQL(GUARD, UNDO)]
