-- Bills the month that is over, to all centres that have commission in it and weren't billed yet; gives how many. One
-- at a time, so that numbers have no gaps; who is too early gets nothing.
CREATE OR REPLACE FUNCTION commission_invoices_issue(year integer, month integer) RETURNS integer
LANGUAGE plpgsql AS $$
DECLARE
    first_day date := make_date(year, month, 1);
    today date := local_day(now());
    of_year integer := extract(year FROM today)::integer - CASE WHEN extract(month FROM today) < 4 THEN 1 ELSE 0 END;
    centre record;
    next_number integer;
    count integer := 0;
BEGIN
    IF now() < month_begin(year, month + 1) THEN RETURN 0; END IF;
    PERFORM pg_advisory_xact_lock(hashtextextended('istri commission invoices', 0));
    SELECT coalesce(max(c.number), 0) INTO next_number FROM commission_invoices c WHERE c.financial_year = of_year;
    FOR centre IN
        SELECT s.id, s.gstin, sum(x.gross_paise)::bigint AS gross, sum(x.commission_paise)::bigint AS total,
            sum(x.commission_tax_paise)::bigint AS tax
        FROM service_providers s
        CROSS JOIN LATERAL provider_entries(s.id, month_begin(year, commission_invoices_issue.month),
            month_begin(year, commission_invoices_issue.month + 1)) AS x
        WHERE s.id IN (
                SELECT e.provider_id FROM ledger_entries e
                WHERE e.kind = 'accrual' AND e.posted_at >= month_begin(year, commission_invoices_issue.month)
                    AND e.posted_at < month_begin(year, commission_invoices_issue.month + 1))
            AND NOT EXISTS (SELECT FROM commission_invoices c WHERE c.provider_id = s.id AND c.month = first_day)
        GROUP BY s.id, s.gstin HAVING sum(x.commission_paise) <> 0 ORDER BY s.id
    LOOP
        next_number := next_number + 1;
        count := count + 1;
        PERFORM commission_invoice_insert(centre.id, centre.gstin, first_day, of_year, next_number, centre.gross,
            centre.total, centre.tax);
    END LOOP;
    IF count > 0 THEN
        INSERT INTO jobs (kind, payload, unique_key) VALUES ('draw_commission_invoices', '{}', 'all')
        ON CONFLICT (kind, unique_key) WHERE status = 'waiting' AND unique_key IS NOT NULL DO NOTHING;
    END IF;
    RETURN count;
END
$$;

-- The tax goes to both states' heads when the centre is in the operator's state; a centre that isn't registered is where
-- the network is.
CREATE OR REPLACE FUNCTION commission_invoice_insert(
    centre bigint, gstin text, of_month date, of_year integer, of_number integer, gross bigint, total bigint, tax bigint)
RETURNS void
LANGUAGE plpgsql AS $$
DECLARE
    operator_state bigint := coalesce(money_setting('operator_state_code', local_day(now())), 33);
    is_inside boolean := coalesce(left(gstin, 2)::bigint, operator_state) = operator_state;
    half bigint := CASE WHEN is_inside THEN tax / 2 ELSE 0 END;
    place text := coalesce(left(gstin, 2), lpad(operator_state::text, 2, '0'));
BEGIN
    INSERT INTO commission_invoices (provider_id, month, financial_year, number, gross_paise, taxable_paise, cgst_paise,
        sgst_paise, igst_paise, total_paise, place_of_supply, language, recipient_name, recipient_address,
        recipient_gstin, recipient_state, sac, rate_bps)
    SELECT centre, of_month, of_year, of_number, gross, total - tax, half, CASE WHEN is_inside THEN tax - half ELSE 0 END,
        CASE WHEN is_inside THEN 0 ELSE tax END, total, place, w.language, w.recipient_name, w.recipient_address,
        w.recipient_gstin, w.recipient_state, w.sac, w.rate_bps
    FROM commission_invoice_words(centre, of_month, local_day(now()), place) AS w;
END
$$;
