-- A record's state changes only by a step that tells of it in the trail, in the same transaction. A table of
-- one's own, made for the session under the trail's name, is not taken for it.
CREATE FUNCTION casework_state_is_told() RETURNS trigger LANGUAGE plpgsql
    SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    IF NOT EXISTS (
        SELECT 1 FROM trail_event e
        WHERE e.subject_kind = 'record' AND e.subject_id = NEW.id
          AND e.moved_from = OLD.state AND e.moved_to = NEW.state
          AND e.transaction = pg_current_xact_id()::text::bigint
    ) THEN
        RAISE EXCEPTION 'record %: no step moves it from % to %', NEW.number, OLD.state, NEW.state
            USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER casework_state_told BEFORE UPDATE OF state ON casework_record
    FOR EACH ROW WHEN (OLD.state IS DISTINCT FROM NEW.state) EXECUTE FUNCTION casework_state_is_told();

CREATE FUNCTION casework_opening_is_told() RETURNS trigger LANGUAGE plpgsql
    SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    IF NOT EXISTS (
        SELECT 1 FROM trail_event e
        WHERE e.subject_kind = 'record' AND e.subject_id = NEW.id
          AND e.moved_from = '' AND e.moved_to = NEW.state
          AND e.transaction = pg_current_xact_id()::text::bigint
    ) THEN
        RAISE EXCEPTION 'record %: no step opened it', NEW.number USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER casework_opening_told BEFORE INSERT ON casework_record
    FOR EACH ROW EXECUTE FUNCTION casework_opening_is_told();

CREATE FUNCTION casework_never_deleted() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'record %: records are voided, never deleted', OLD.number
        USING ERRCODE = 'insufficient_privilege';
END $$;
CREATE TRIGGER casework_no_delete BEFORE DELETE ON casework_record
    FOR EACH ROW EXECUTE FUNCTION casework_never_deleted();

-- Covering index scans read the visibility map: keep it fresh.
ALTER TABLE casework_record
    SET (autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_insert_scale_factor = 0.02);

-- Duties, verdicts and who sees a record change only together with a line of the trail; of a clock all but what
-- the sweep marks as it passes: whom it told, and that it has run out.
CREATE FUNCTION casework_clock_is_told() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (NEW.id, NEW.record_id, NEW.term, NEW.started_by_id)
       IS DISTINCT FROM (OLD.id, OLD.record_id, OLD.term, OLD.started_by_id)
    THEN
        RAISE EXCEPTION 'clock %: what it runs for never changes', OLD.id
            USING ERRCODE = 'insufficient_privilege';
    END IF;
    IF NOT public.trail_tells_of(OLD.record_id) THEN
        RAISE EXCEPTION 'clock %: nothing in the trail moves it', OLD.id
            USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER casework_clock_told BEFORE UPDATE OF
    id, record_id, term, started_by_id, started_at, "end", due_at, postponed, suspended_at, suspensions, met_at,
    dropped_at, breached_at
    ON casework_deadline FOR EACH ROW WHEN (
        (OLD.id, OLD.record_id, OLD.term, OLD.started_by_id, OLD.started_at, OLD."end", OLD.due_at, OLD.postponed,
         OLD.suspended_at, OLD.suspensions, OLD.met_at, OLD.dropped_at)
        IS DISTINCT FROM
        (NEW.id, NEW.record_id, NEW.term, NEW.started_by_id, NEW.started_at, NEW."end", NEW.due_at, NEW.postponed,
         NEW.suspended_at, NEW.suspensions, NEW.met_at, NEW.dropped_at)
        OR (OLD.breached_at IS NOT NULL AND NEW.breached_at IS DISTINCT FROM OLD.breached_at)
    ) EXECUTE FUNCTION casework_clock_is_told();

CREATE FUNCTION casework_outcome_is_told() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT public.trail_tells_of(NEW.id) THEN
        RAISE EXCEPTION 'record %: nothing in the trail tells of its outcome', NEW.number
            USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER casework_outcome_told BEFORE UPDATE OF outcome ON casework_record
    FOR EACH ROW WHEN (OLD.outcome IS DISTINCT FROM NEW.outcome) EXECUTE FUNCTION casework_outcome_is_told();

CREATE FUNCTION casework_end_of_admission_is_told() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT public.trail_tells_of(OLD.content_object_id) THEN
        RAISE EXCEPTION 'admission %: nothing in the trail ends it', OLD.id
            USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN OLD;
END $$;
CREATE TRIGGER casework_end_of_admission_told BEFORE DELETE ON casework_admission
    FOR EACH ROW EXECUTE FUNCTION casework_end_of_admission_is_told();

-- Which kind a record is of, its number and when it was opened never change, whoever asks; nor does its primary
-- key, by the rights of the application (config/rights.py), which are rights on columns. A table is locked by whoever
-- has them on the whole of it: the one lock that is needed is taken by a function of the owner's.
CREATE FUNCTION casework_record_stays_itself() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'record %: its kind, its number and its beginning never change', OLD.number
        USING ERRCODE = 'insufficient_privilege';
END $$;
CREATE TRIGGER casework_record_itself BEFORE UPDATE OF kind, number, opened_at ON casework_record
    FOR EACH ROW WHEN ((OLD.kind, OLD.number, OLD.opened_at) IS DISTINCT FROM (NEW.kind, NEW.number, NEW.opened_at))
    EXECUTE FUNCTION casework_record_stays_itself();

CREATE FUNCTION casework_hold_off_steps() RETURNS void LANGUAGE plpgsql
    SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    LOCK TABLE casework_record IN EXCLUSIVE MODE;
END $$;
