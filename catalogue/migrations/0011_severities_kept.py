"""Which severity did a center set, and when? A change is followed by a further one, never altered."""

from django.db import migrations

GUARD = """
CREATE FUNCTION severity_change_is_kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '%: % refused, a change of a severity is followed by a further one', TG_TABLE_NAME, TG_OP
        USING ERRCODE = 'insufficient_privilege';
END $$;
CREATE TRIGGER severity_change_kept BEFORE UPDATE OR DELETE ON catalogue_severitychange
    FOR EACH ROW EXECUTE FUNCTION severity_change_is_kept();
REVOKE UPDATE, DELETE, TRUNCATE ON catalogue_severitychange FROM wangjian_app;
"""

UNDO = """
GRANT UPDATE, DELETE ON catalogue_severitychange TO wangjian_app;
DROP TRIGGER severity_change_kept ON catalogue_severitychange;
DROP FUNCTION severity_change_is_kept();
"""


class Migration(migrations.Migration):
    dependencies = [("catalogue", "0010_findings_stand")]

    operations = [migrations.RunSQL(GUARD, UNDO)]
