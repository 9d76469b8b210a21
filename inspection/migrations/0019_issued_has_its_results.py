"""What of an issued report never changes without a line of its trail? All but which organisations it belongs to:
also who signed it, what was overwritten or taken back of its results, and that none is slipped in afterwards."""

from django.db import migrations

GUARD = """
DROP TRIGGER inspection_report_told ON inspection_report;
CREATE TRIGGER inspection_report_told BEFORE UPDATE OF
    sample_id, entrustment_id, product, brand, model, batch, item_id, shop, producer, producer_address, sampled_on,
    quantity, tested_from, tested_to, tested_at, deviations, analysis, conclusion, retest_reason,
    tester_id, reviewer_id, signatory_id
    ON inspection_report FOR EACH ROW WHEN (OLD.* IS DISTINCT FROM NEW.*)
    EXECUTE FUNCTION inspection_issued_is_told();
DROP TRIGGER inspection_result_told ON inspection_result;
CREATE TRIGGER inspection_result_told BEFORE UPDATE OF
    report_id, item_id, position, name, method, requirement, unit, limit_text, limit_low, limit_high, comparison,
    interval, declared, value, value_as_written, lod, judged, verdict, reason, remark, subcontracted,
    overruled, taken_back, entered_at, entered_by_id
    ON inspection_result FOR EACH ROW WHEN (OLD.* IS DISTINCT FROM NEW.*)
    EXECUTE FUNCTION inspection_issued_is_told();

CREATE FUNCTION inspection_result_is_told() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM public.casework_record
               WHERE id = NEW.report_id AND state IN ('issued', 'delivered', 'final'))
       AND NOT public.trail_tells_of(NEW.report_id)
    THEN
        RAISE EXCEPTION 'report %: it is issued, and nothing in the trail adds to it', NEW.report_id
            USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER inspection_result_added BEFORE INSERT OR UPDATE OF report_id ON inspection_result
    FOR EACH ROW EXECUTE FUNCTION inspection_result_is_told();
"""

UNDO = """
DROP TRIGGER inspection_result_added ON inspection_result;
DROP FUNCTION inspection_result_is_told();
"""


class Migration(migrations.Migration):
    dependencies = [("inspection", "0018_failing_results_taken_back")]
    operations = [migrations.RunSQL(GUARD, UNDO)]
