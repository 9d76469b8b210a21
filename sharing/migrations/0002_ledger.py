"""Who may change the ledger of readings? Nobody: lines are only ever added."""

from django.db import migrations

LEDGER = """
REVOKE UPDATE, DELETE, TRUNCATE ON sharing_reading FROM wangjian_app;
CREATE FUNCTION sharing_ledger_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the ledger is append-only: % refused', TG_OP USING ERRCODE = 'insufficient_privilege';
END $$;
CREATE TRIGGER sharing_ledger_append_only BEFORE UPDATE OR DELETE ON sharing_reading
    FOR EACH ROW EXECUTE FUNCTION sharing_ledger_is_append_only();
"""

BACK = """
DROP TRIGGER sharing_ledger_append_only ON sharing_reading;
DROP FUNCTION sharing_ledger_is_append_only();
"""


class Migration(migrations.Migration):
    dependencies = [("sharing", "0001_initial"), ("trail", "0002_append_only")]
    operations = [migrations.RunSQL(LEDGER, BACK)]
