"""Who was taken as the party, and why? A decision is followed by a further one, never changed."""

from django.db import migrations

GUARD = """
CREATE FUNCTION party_decision_is_kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '%: % refused, a decision on the party is followed by a further one', TG_TABLE_NAME, TG_OP
        USING ERRCODE = 'insufficient_privilege';
END $$;
CREATE TRIGGER party_decision_kept BEFORE UPDATE OR DELETE ON disposal_partydecision
    FOR EACH ROW EXECUTE FUNCTION party_decision_is_kept();
REVOKE UPDATE, DELETE, TRUNCATE ON disposal_partydecision FROM wangjian_app;
"""

UNDO = """
GRANT UPDATE, DELETE ON disposal_partydecision TO wangjian_app;
DROP TRIGGER party_decision_kept ON disposal_partydecision;
DROP FUNCTION party_decision_is_kept();
"""


class Migration(migrations.Migration):
    dependencies = [("disposal", "0018_measures_taken_before")]

    operations = [migrations.RunSQL(GUARD, UNDO)]
