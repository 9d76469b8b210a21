"""By which table is it known that criteria are in use? By ours: one made for a session is not taken for it."""

from django.db import migrations

GUARD = "ALTER FUNCTION criteria_in_use_is_kept() SET search_path = pg_catalog, public, pg_temp;"
UNDO = "ALTER FUNCTION criteria_in_use_is_kept() RESET search_path;"


class Migration(migrations.Migration):
    dependencies = [("monitoring", "0019_what_is_kept")]
    operations = [migrations.RunSQL(GUARD, UNDO)]
