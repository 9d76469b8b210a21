"""Who may change a record's state? Only a step that tells of it in the trail, in the same transaction."""

from django.db import migrations

GUARD = """
CREATE FUNCTION casework_state_is_told() RETURNS trigger LANGUAGE plpgsql AS $$
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

CREATE FUNCTION casework_opening_is_told() RETURNS trigger LANGUAGE plpgsql AS $$
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
"""

UNDO = """
DROP TRIGGER casework_state_told ON casework_record;
DROP TRIGGER casework_opening_told ON casework_record;
DROP TRIGGER casework_no_delete ON casework_record;
DROP FUNCTION casework_state_is_told();
DROP FUNCTION casework_opening_is_told();
DROP FUNCTION casework_never_deleted();
ALTER TABLE casework_record RESET (autovacuum_vacuum_scale_factor, autovacuum_vacuum_insert_scale_factor);
"""


class Migration(migrations.Migration):
    dependencies = [("casework", "0001_initial"), ("trail", "0002_append_only")]
    operations = [migrations.RunSQL(GUARD, UNDO)]
