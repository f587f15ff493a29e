-- For tables whose rows never change nor go, not even by the owner's slip. The trigger's argument says why.
CREATE OR REPLACE FUNCTION append_only() RETURNS trigger
LANGUAGE plpgsql AS $$
DECLARE
    is_empty boolean;
BEGIN
    IF TG_OP = 'TRUNCATE' THEN
        -- Whoever empties the tables that this one hangs on empties it too, which is well as long as it is empty.
        EXECUTE format('SELECT NOT EXISTS (SELECT FROM %I)', TG_TABLE_NAME) INTO is_empty;
        IF is_empty THEN RETURN NULL; END IF;
    END IF;
    RAISE EXCEPTION USING
        ERRCODE = 'insufficient_privilege',
        MESSAGE = format('%s is not possible on %I: %s', TG_OP, TG_TABLE_NAME, TG_ARGV[0]);
END
$$;
