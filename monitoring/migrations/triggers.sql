-- The criteria by which something was assessed are kept as they were; that they are in use is known by our table,
-- not by one that is made for a session.
CREATE FUNCTION criteria_in_use_is_kept() RETURNS trigger LANGUAGE plpgsql
    SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    IF EXISTS (SELECT FROM monitoring_assessment WHERE criteria_id = OLD.version) THEN
        RAISE EXCEPTION 'an assessment was made by criteria %: make a new version', OLD.version;
    END IF;
    RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
END $$;
CREATE TRIGGER criteria_kept
BEFORE DELETE OR UPDATE OF version, name, source, bands, rest, raises ON monitoring_criteria
FOR EACH ROW EXECUTE FUNCTION criteria_in_use_is_kept();

-- What a plan said each time it was submitted is kept as it was (4.2.1).
CREATE FUNCTION monitoring_version_kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND OLD.approved_at IS NULL
        AND to_jsonb(NEW) - 'approved_at' = to_jsonb(OLD) - 'approved_at' THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION '%: % refused, what was submitted is kept as it is', TG_TABLE_NAME, TG_OP
        USING ERRCODE = 'insufficient_privilege';
END $$;
CREATE TRIGGER monitoring_version_kept BEFORE UPDATE OR DELETE ON monitoring_planversion
    FOR EACH ROW EXECUTE FUNCTION monitoring_version_kept();
