"""What of a record never changes, whoever asks? Which kind it is of, its number, and when it was opened.

And its primary key, by the rights of the application, which are rights on columns from now on; a table is locked
by whoever has them on the whole of it, so the one lock that is needed is taken by a function of the owner's.
"""

from django.db import migrations

GUARD = """
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
"""

UNDO = """
DROP TRIGGER casework_record_itself ON casework_record;
DROP FUNCTION casework_record_stays_itself();
DROP FUNCTION casework_hold_off_steps();
"""


class Migration(migrations.Migration):
    dependencies = [("casework", "0020_recounts_of_a_province")]
    operations = [migrations.RunSQL(GUARD, UNDO)]
