-- That a consent was withdrawn is not taken back: whoever consents again gives another.
CREATE FUNCTION sampling_withdrawn_is_withdrawn() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'consent %: it was withdrawn, and stays so', OLD.id USING ERRCODE = 'insufficient_privilege';
END $$;
CREATE TRIGGER sampling_withdrawn BEFORE UPDATE OF withdrawn_at ON sampling_consent
    FOR EACH ROW WHEN (OLD.withdrawn_at IS NOT NULL AND NEW.withdrawn_at IS DISTINCT FROM OLD.withdrawn_at)
    EXECUTE FUNCTION sampling_withdrawn_is_withdrawn();

-- What lies sealed of volunteers is seen by whoever names the person, and knows what no statement can find out.
CREATE FUNCTION sampling_reveals(person bigint) RETURNS boolean LANGUAGE plpgsql STABLE
    SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    RETURN EXISTS (
        SELECT 1 FROM public.trail_installation
        WHERE current_setting('wangjian.reveals', true)
              = person || ':' || encode(sha256(convert_to(proof || ':' || person || ':' || proof, 'UTF8')), 'hex')
    );
END $$;
CREATE POLICY sampling_sealed_shown ON sampling_sealed
    USING (sampling_reveals(recipient_id)) WITH CHECK (sampling_reveals(recipient_id));
ALTER TABLE sampling_sealed ENABLE ROW LEVEL SECURITY;

-- A reading of a storage place is changed by nobody: what is wrong is corrected by a further row (6.3-5).
CREATE FUNCTION sampling_is_kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '%: % refused, what was written down is kept as it is', TG_TABLE_NAME, TG_OP
        USING ERRCODE = 'insufficient_privilege';
END $$;
CREATE TRIGGER sampling_reading_kept BEFORE UPDATE OR DELETE ON sampling_reading
    FOR EACH ROW EXECUTE FUNCTION sampling_is_kept();
