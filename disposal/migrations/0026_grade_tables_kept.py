"""By which table did a center grade, and since when? A version is followed by a further one, never altered."""

from django.db import migrations

GUARD = """
CREATE FUNCTION grade_table_is_kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '%: % refused, a table of grades is followed by a further one', TG_TABLE_NAME, TG_OP
        USING ERRCODE = 'insufficient_privilege';
END $$;
CREATE TRIGGER grade_table_kept BEFORE UPDATE OR DELETE ON disposal_gradetable
    FOR EACH ROW EXECUTE FUNCTION grade_table_is_kept();
REVOKE UPDATE, DELETE, TRUNCATE ON disposal_gradetable FROM wangjian_app;
"""

UNDO = """
GRANT UPDATE, DELETE ON disposal_gradetable TO wangjian_app;
DROP TRIGGER grade_table_kept ON disposal_gradetable;
DROP FUNCTION grade_table_is_kept();
"""


class Migration(migrations.Migration):
    dependencies = [("disposal", "0025_what_a_penalty_says")]

    operations = [migrations.RunSQL(GUARD, UNDO)]
