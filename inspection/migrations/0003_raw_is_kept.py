"""Who may change a raw record or a reading? Nobody: what is wrong is corrected by a further row (6.3-5)."""

from django.db import migrations

GUARD = """
CREATE FUNCTION inspection_is_kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '%: % refused, what was written down is kept as it is', TG_TABLE_NAME, TG_OP
        USING ERRCODE = 'insufficient_privilege';
END $$;
CREATE TRIGGER inspection_raw_kept BEFORE UPDATE OR DELETE ON inspection_rawrecord
    FOR EACH ROW EXECUTE FUNCTION inspection_is_kept();
CREATE TRIGGER inspection_reading_kept BEFORE UPDATE OR DELETE ON inspection_reading
    FOR EACH ROW EXECUTE FUNCTION inspection_is_kept();
REVOKE UPDATE, DELETE, TRUNCATE ON inspection_rawrecord, inspection_reading FROM wangjian_app;
"""

UNDO = """
GRANT UPDATE, DELETE ON inspection_rawrecord, inspection_reading TO wangjian_app;
DROP TRIGGER inspection_raw_kept ON inspection_rawrecord;
DROP TRIGGER inspection_reading_kept ON inspection_reading;
DROP FUNCTION inspection_is_kept();
"""


class Migration(migrations.Migration):
    dependencies = [("inspection", "0002_storage_and_corrections"), ("trail", "0002_append_only")]
    operations = [migrations.RunSQL(GUARD, UNDO)]
