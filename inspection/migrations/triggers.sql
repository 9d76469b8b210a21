-- A raw record is changed by nobody: what is wrong is corrected by a further row (6.3-5).
CREATE FUNCTION inspection_is_kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '%: % refused, what was written down is kept as it is', TG_TABLE_NAME, TG_OP
        USING ERRCODE = 'insufficient_privilege';
END $$;
CREATE TRIGGER inspection_raw_kept BEFORE UPDATE OR DELETE ON inspection_rawrecord
    FOR EACH ROW EXECUTE FUNCTION inspection_is_kept();
CREATE TRIGGER inspection_raw_items_kept BEFORE UPDATE OR DELETE ON inspection_rawrecord_results
    FOR EACH ROW EXECUTE FUNCTION inspection_is_kept();

-- What an issued report says changes only together with a line of its trail, in the same transaction: all but
-- which organisations it belongs to, also who signed it, what was overwritten or taken back of its results, and that
-- none is slipped in afterwards.
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
    sample_id, entrustment_id, product, brand, model, batch, item_id, shop, producer, producer_address, sampled_on,
    quantity, tested_from, tested_to, tested_at, deviations, analysis, conclusion, retest_reason,
    tester_id, reviewer_id, signatory_id
    ON inspection_report FOR EACH ROW WHEN (OLD.* IS DISTINCT FROM NEW.*)
    EXECUTE FUNCTION inspection_issued_is_told();
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
