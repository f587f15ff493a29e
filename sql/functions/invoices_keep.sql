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
