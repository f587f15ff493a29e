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
