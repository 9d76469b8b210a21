-- The ledger of readings is only added to.
CREATE FUNCTION sharing_ledger_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the ledger is append-only: % refused', TG_OP USING ERRCODE = 'insufficient_privilege';
END $$;
CREATE TRIGGER sharing_ledger_append_only BEFORE UPDATE OR DELETE ON sharing_reading
    FOR EACH ROW EXECUTE FUNCTION sharing_ledger_is_append_only();
