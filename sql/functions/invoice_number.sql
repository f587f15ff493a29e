-- Takes the next number of a series, for the transaction that uses it: others of the series wait for its end. The time
-- of issue is read under the lock, so that later numbers never have earlier times, not even around New Year's midnight.
CREATE OR REPLACE FUNCTION invoice_number(
    of_series text, of_kind text, OUT issued_at timestamptz, OUT financial_year integer, OUT number integer)
LANGUAGE plpgsql AS $$
DECLARE
    year integer;
BEGIN
    LOOP
        year := financial_year(clock_timestamp());
        INSERT INTO invoice_counters (series, financial_year, kind) VALUES (of_series, year, of_kind)
        ON CONFLICT ON CONSTRAINT invoice_counters_key DO NOTHING;
        PERFORM FROM invoice_counters c
        WHERE c.series = of_series AND c.financial_year = year AND c.kind = of_kind FOR UPDATE;
        issued_at := clock_timestamp();
        EXIT WHEN financial_year(issued_at) = year;
    END LOOP;
    financial_year := year;
    UPDATE invoice_counters c SET last_number = c.last_number + 1
    WHERE c.series = of_series AND c.financial_year = year AND c.kind = of_kind
    RETURNING c.last_number INTO number;
END
$$;
