-- The role under which the application logs in (its rights: config/rights.py).
DO $$ BEGIN
    CREATE ROLE wangjian_app NOLOGIN;
EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL;
END $$;

-- The trail is added to, and nothing else: the owner is held to it too, as a wrong script may be run by hand.
CREATE FUNCTION trail_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the trail is append-only: % refused', TG_OP USING ERRCODE = 'insufficient_privilege';
END $$;
CREATE TRIGGER trail_append_only BEFORE UPDATE OR DELETE ON trail_event
    FOR EACH ROW EXECUTE FUNCTION trail_is_append_only();

-- When a line was written, in which transaction and by whose log-in, says the database alone. As the owner:
-- the application reads nothing of the installation.
CREATE FUNCTION trail_tells_of(record bigint) RETURNS boolean LANGUAGE plpgsql AS $$
BEGIN
    RETURN EXISTS (
        SELECT 1 FROM public.trail_event e WHERE e.subject_kind = 'record' AND e.subject_id = record
          AND e.transaction = pg_current_xact_id()::text::bigint
    );
END $$;

CREATE FUNCTION trail_is_stamped() RETURNS trigger LANGUAGE plpgsql
    SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    NEW.transaction := pg_current_xact_id()::text::bigint;
    NEW.recorded_at := clock_timestamp();
    NEW.login := session_user;
    IF abs(extract(epoch FROM NEW.at - NEW.recorded_at)) > 3600
       AND EXISTS (SELECT 1 FROM trail_installation WHERE production)
    THEN
        RAISE EXCEPTION 'the trail: % is not the time, %', NEW.at, NEW.recorded_at
            USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER trail_stamped BEFORE INSERT ON trail_event
    FOR EACH ROW EXECUTE FUNCTION trail_is_stamped();
