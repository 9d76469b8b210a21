"""What may the application do to the trail? Append, and nothing else."""

from django.db import migrations

ROLE = """
DO $$ BEGIN
    CREATE ROLE wangjian_app NOLOGIN;
EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL;
END $$;
DO $$ BEGIN
    EXECUTE format('GRANT wangjian_app TO %I', current_user);
EXCEPTION WHEN OTHERS THEN NULL;  -- a superuser may take any role, and two installs may race here
END $$;
GRANT USAGE ON SCHEMA public TO wangjian_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO wangjian_app;
GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO wangjian_app;
ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO wangjian_app;
ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT USAGE, SELECT ON SEQUENCES TO wangjian_app;
REVOKE UPDATE, DELETE, TRUNCATE ON trail_event FROM wangjian_app;
"""

# The owner is held to it too: a wrong script run by hand fails as well.
TRIGGER = """
CREATE FUNCTION trail_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the trail is append-only: % refused', TG_OP USING ERRCODE = 'insufficient_privilege';
END $$;
CREATE TRIGGER trail_append_only BEFORE UPDATE OR DELETE ON trail_event
    FOR EACH ROW EXECUTE FUNCTION trail_is_append_only();
"""


class Migration(migrations.Migration):
    dependencies = [("trail", "0001_initial")]
    operations = [
        migrations.RunSQL(ROLE, migrations.RunSQL.noop),
        migrations.RunSQL(
            TRIGGER,
            "DROP TRIGGER trail_append_only ON trail_event; DROP FUNCTION trail_is_append_only();",
        ),
    ]
