-- A severity that a center set is followed by a further one, never altered.
CREATE FUNCTION severity_change_is_kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '%: % refused, a change of a severity is followed by a further one', TG_TABLE_NAME, TG_OP
        USING ERRCODE = 'insufficient_privilege';
END $$;
CREATE TRIGGER severity_change_kept BEFORE UPDATE OR DELETE ON catalogue_severitychange
    FOR EACH ROW EXECUTE FUNCTION severity_change_is_kept();
