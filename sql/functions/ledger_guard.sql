-- What the ledger says stays said: not even the owner's slip changes it. A mistake is mended by another entry.
CREATE OR REPLACE FUNCTION ledger_append_only() RETURNS trigger
LANGUAGE plpgsql AS $$
DECLARE
    is_empty boolean;
BEGIN
    -- With the tables that it hangs on, as long as nothing stands there.
    IF TG_OP = 'TRUNCATE' THEN
        EXECUTE format('SELECT NOT EXISTS (SELECT FROM %I)', TG_TABLE_NAME) INTO is_empty;
        IF is_empty THEN RETURN NULL; END IF;
    END IF;
    RAISE EXCEPTION USING
        ERRCODE = 'insufficient_privilege',
        MESSAGE = format('%s is not possible on %I: what was written there stays written', TG_OP, TG_TABLE_NAME);
END
$$;

-- At commit: an entry takes from some accounts what it gives to others.
CREATE OR REPLACE FUNCTION ledger_check_balance() RETURNS trigger
LANGUAGE plpgsql AS $$
DECLARE
    entry bigint := CASE TG_TABLE_NAME WHEN 'ledger_entries' THEN to_jsonb(NEW)->>'id' ELSE to_jsonb(NEW)->>'entry_id' END;
    total numeric;
    lines integer;
BEGIN
    SELECT sum(l.amount_paise), count(*) INTO total, lines FROM ledger_lines l WHERE l.entry_id = entry;
    IF total IS DISTINCT FROM 0 OR lines < 2 THEN
        RAISE EXCEPTION 'entry % of the ledger has % lines that sum up to %', entry, lines, coalesce(total, 0)
            USING ERRCODE = 'check_violation', CONSTRAINT = 'ledger_lines_balance', TABLE = 'ledger_lines';
    END IF;
    RETURN NULL;
END
$$;
