-- An issued document never changes, not even by the owner's slip: what is wrong is corrected by another one.
CREATE OR REPLACE FUNCTION invoices_keep() RETURNS trigger
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
        MESSAGE = format('%s is not possible on %I: what was issued stays as it is', TG_OP, TG_TABLE_NAME);
END
$$;

-- Numbers follow one another: a counter begins at nothing and goes on by one.
CREATE OR REPLACE FUNCTION invoice_counters_keep() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' AND NEW.last_number = 0 THEN RETURN NEW; END IF;
    IF TG_OP = 'UPDATE' AND (NEW.series, NEW.financial_year, NEW.kind) = (OLD.series, OLD.financial_year, OLD.kind)
        AND NEW.last_number = OLD.last_number + 1
    THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'numbers of invoices follow one another'
        USING ERRCODE = 'check_violation', CONSTRAINT = 'invoice_counters_by_one', TABLE = 'invoice_counters';
END
$$;
