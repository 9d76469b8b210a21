"""Who may take back that a consent was withdrawn? Nobody: whoever consents again gives another."""

from django.db import migrations

GUARD = """
CREATE FUNCTION sampling_withdrawn_is_withdrawn() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'consent %: it was withdrawn, and stays so', OLD.id USING ERRCODE = 'insufficient_privilege';
END $$;
CREATE TRIGGER sampling_withdrawn BEFORE UPDATE OF withdrawn_at ON sampling_consent
    FOR EACH ROW WHEN (OLD.withdrawn_at IS NOT NULL AND NEW.withdrawn_at IS DISTINCT FROM OLD.withdrawn_at)
    EXECUTE FUNCTION sampling_withdrawn_is_withdrawn();
"""

UNDO = """
DROP TRIGGER sampling_withdrawn ON sampling_consent;
DROP FUNCTION sampling_withdrawn_is_withdrawn();
"""


class Migration(migrations.Migration):
    dependencies = [("sampling", "0033_what_is_kept")]
    operations = [migrations.RunSQL(GUARD, UNDO)]
