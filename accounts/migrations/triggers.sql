-- Superusers are made by the owner of the tables, by a command; never by the application.
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
