"""What besides a state changes only together with a line of the trail? Duties, verdicts, and who sees a record."""

from django.db import migrations

# Of a clock all but what the sweep marks as it passes: whom it told, and that it has run out.
# A table of one's own, made for the session under the trail's name, must not be taken for it.
GUARD = """
ALTER FUNCTION casework_state_is_told() SET search_path = pg_catalog, public, pg_temp;
ALTER FUNCTION casework_opening_is_told() SET search_path = pg_catalog, public, pg_temp;

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
"""

UNDO = """
ALTER FUNCTION casework_state_is_told() RESET search_path;
ALTER FUNCTION casework_opening_is_told() RESET search_path;
DROP TRIGGER casework_clock_told ON casework_deadline;
DROP TRIGGER casework_outcome_told ON casework_record;
DROP TRIGGER casework_end_of_admission_told ON casework_admission;
DROP FUNCTION casework_clock_is_told();
DROP FUNCTION casework_outcome_is_told();
DROP FUNCTION casework_end_of_admission_is_told();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("casework", "0016_who_is_in_charge"),
        ("trail", "0007_written_by_the_database"),
    ]
    operations = [migrations.RunSQL(GUARD, UNDO)]
