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

-- What was voided or discarded stays so, as it was; but an organisation may become a part of another.
CREATE FUNCTION monitoring_void_kept() RETURNS trigger LANGUAGE plpgsql
    SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    IF OLD.state IN ('voided', 'discarded') THEN
        IF to_jsonb(NEW) - '{organisation_id,center_id}'::text[]
            = to_jsonb(OLD) - '{organisation_id,center_id}'::text[] THEN
            RETURN NEW;
        END IF;
        RAISE EXCEPTION 'signal %: what is % stays so', OLD.number, OLD.state
            USING ERRCODE = 'insufficient_privilege';
    END IF;
    IF (NEW.state = 'voided' AND OLD.state <> 'submitted')
        OR (NEW.state = 'discarded' AND OLD.state <> 'draft') THEN
        RAISE EXCEPTION 'signal %: % is not made % in one step', OLD.number, OLD.state, NEW.state
            USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER monitoring_void_kept BEFORE UPDATE ON monitoring_risksignal FOR EACH ROW
    WHEN (OLD.state IN ('voided', 'discarded') OR NEW.state IN ('voided', 'discarded'))
    EXECUTE FUNCTION monitoring_void_kept();
