"""What of a record never changes, whoever asks? Which kind it is of, its number, and when it was opened."""

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
"""

UNDO = """
DROP TRIGGER casework_record_itself ON casework_record;
DROP FUNCTION casework_record_stays_itself();
"""


class Migration(migrations.Migration):
    dependencies = [("casework", "0019_holds_that_end")]
    operations = [migrations.RunSQL(GUARD, UNDO)]
