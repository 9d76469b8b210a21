-- A decision on a photo is replaced by a further one, never changed.
CREATE FUNCTION photo_decision_is_kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '%: % refused, a decision on a photo is replaced by a further one', TG_TABLE_NAME, TG_OP
        USING ERRCODE = 'insufficient_privilege';
END $$;
CREATE TRIGGER photo_decision_kept BEFORE UPDATE OR DELETE ON disposal_photodecision
    FOR EACH ROW EXECUTE FUNCTION photo_decision_is_kept();

-- A decision on the party is followed by a further one, never changed.
CREATE FUNCTION party_decision_is_kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '%: % refused, a decision on the party is followed by a further one', TG_TABLE_NAME, TG_OP
        USING ERRCODE = 'insufficient_privilege';
END $$;
CREATE TRIGGER party_decision_kept BEFORE UPDATE OR DELETE ON disposal_partydecision
    FOR EACH ROW EXECUTE FUNCTION party_decision_is_kept();

-- A table of grades is followed by a further one, never altered.
CREATE FUNCTION grade_table_is_kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '%: % refused, a table of grades is followed by a further one', TG_TABLE_NAME, TG_OP
        USING ERRCODE = 'insufficient_privilege';
END $$;
CREATE TRIGGER grade_table_kept BEFORE UPDATE OR DELETE ON disposal_gradetable
    FOR EACH ROW EXECUTE FUNCTION grade_table_is_kept();
