"""Who makes superusers? The owner of the tables, by a command; never the application."""

from django.db import migrations

GUARD = """
CREATE FUNCTION accounts_flags_are_the_owners() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF current_user = 'wangjian_app' THEN
        RAISE EXCEPTION 'user %: the application makes no superusers', NEW.username
            USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER accounts_superuser_added BEFORE INSERT ON accounts_user
    FOR EACH ROW WHEN (NEW.is_superuser OR NEW.is_staff) EXECUTE FUNCTION accounts_flags_are_the_owners();
CREATE TRIGGER accounts_superuser_made BEFORE UPDATE OF is_superuser, is_staff ON accounts_user
    FOR EACH ROW WHEN ((OLD.is_superuser, OLD.is_staff) IS DISTINCT FROM (NEW.is_superuser, NEW.is_staff))
    EXECUTE FUNCTION accounts_flags_are_the_owners();
"""

UNDO = """
DROP TRIGGER accounts_superuser_added ON accounts_user;
DROP TRIGGER accounts_superuser_made ON accounts_user;
DROP FUNCTION accounts_flags_are_the_owners();
"""


class Migration(migrations.Migration):
    dependencies = [("accounts", "0009_attempts")]
    operations = [migrations.RunSQL(GUARD, UNDO)]
