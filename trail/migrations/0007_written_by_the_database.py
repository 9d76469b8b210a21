"""Who says when a line of the trail was written, in which transaction, and by whose log-in? The database alone."""

from django.db import migrations, models

import trail.days

# As the owner: the application reads nothing of the installation.
STAMP = """
CREATE FUNCTION trail_tells_of(record bigint) RETURNS boolean LANGUAGE plpgsql AS $$
BEGIN
    RETURN EXISTS (
        SELECT 1 FROM public.trail_event e WHERE e.subject_kind = 'record' AND e.subject_id = record
          AND e.transaction = pg_current_xact_id()::text::bigint
    );
END $$;

CREATE FUNCTION trail_is_stamped() RETURNS trigger LANGUAGE plpgsql
    SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    NEW.transaction := pg_current_xact_id()::text::bigint;
    NEW.recorded_at := clock_timestamp();
    NEW.login := session_user;
    IF abs(extract(epoch FROM NEW.at - NEW.recorded_at)) > 3600
       AND EXISTS (SELECT 1 FROM trail_installation WHERE production)
    THEN
        RAISE EXCEPTION 'the trail: % is not the time, %', NEW.at, NEW.recorded_at
            USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER trail_stamped BEFORE INSERT ON trail_event
    FOR EACH ROW EXECUTE FUNCTION trail_is_stamped();
"""
UNDO = """
DROP TRIGGER trail_stamped ON trail_event;
DROP FUNCTION trail_is_stamped();
DROP FUNCTION trail_tells_of(bigint);
"""


class Migration(migrations.Migration):
    dependencies = [("trail", "0006_days_in_range")]
    operations = [
        migrations.CreateModel(
            name="Installation",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("production", models.BooleanField()),
                ("proof", models.CharField(max_length=64)),
            ],
        ),
        migrations.AddField("event", "recorded_at", trail.days.Moment(null=True, editable=False)),
        migrations.AddField(
            "event", "login", models.CharField(max_length=63, blank=True, default="", editable=False)
        ),
        migrations.RunSQL(STAMP, UNDO),
    ]
