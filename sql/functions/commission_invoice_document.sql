-- What the document of a centre's bill says besides its amounts, as things stand. Who is registered elsewhere than
-- where it was supplied wasn't yet when it was billed, and is named without that number.
CREATE OR REPLACE FUNCTION commission_invoice_words(
    centre bigint, of_month date, issued_on date, place text,
    OUT language text, OUT recipient_name text, OUT recipient_address text, OUT recipient_gstin text,
    OUT recipient_state text, OUT sac text, OUT rate_bps integer)
LANGUAGE sql STABLE AS $$
    SELECT coalesce(u.language, 'en'), s.center_name, concat_ws(', ', s.address, s.city, s.district) || ' - ' || s.pincode,
        r.gstin, coalesce(left(r.gstin, 2), invoice_state(s.pincode::integer, s.lat, s.lng)),
        coalesce(money_setting('commission_sac', issued_on), 998599)::text,
        coalesce(money_setting('commission_tax_bps', of_month), 0)::integer
    FROM service_providers s
    LEFT JOIN users u ON u.id = s.user_id
    CROSS JOIN LATERAL (SELECT CASE WHEN left(s.gstin, 2) = place THEN s.gstin END AS gstin) AS r
    WHERE s.id = centre
$$;

-- An issued bill with all that its document says; of one from before that was kept, as things stand.
CREATE OR REPLACE FUNCTION commission_invoice_document(
    invoice bigint,
    OUT serial text, OUT issued_at timestamptz, OUT month date, OUT is_drawn boolean, OUT language text,
    OUT recipient_name text, OUT recipient_address text, OUT recipient_gstin text, OUT recipient_state text,
    OUT place_of_supply text, OUT sac text, OUT rate_bps integer, OUT gross_paise bigint, OUT taxable_paise bigint,
    OUT cgst_paise bigint, OUT sgst_paise bigint, OUT igst_paise bigint, OUT total_paise bigint, OUT corrects text[])
RETURNS SETOF record
LANGUAGE sql STABLE AS $$
    SELECT c.reference, c.issued_at, c.month,
        EXISTS (SELECT FROM commission_invoice_files f WHERE f.invoice_id = c.id),
        coalesce(c.language, w.language), coalesce(c.recipient_name, w.recipient_name),
        coalesce(c.recipient_address, w.recipient_address),
        CASE WHEN c.recipient_name IS NULL THEN w.recipient_gstin ELSE c.recipient_gstin END,
        coalesce(c.recipient_state, w.recipient_state), p.place, coalesce(c.sac, w.sac),
        coalesce(c.rate_bps, w.rate_bps), c.gross_paise, c.taxable_paise, c.cgst_paise, c.sgst_paise, c.igst_paise,
        c.total_paise, commission_invoice_corrects(c.id)
    FROM commission_invoices c
    JOIN service_providers s ON s.id = c.provider_id
    CROSS JOIN LATERAL (
        SELECT coalesce(c.place_of_supply, CASE WHEN c.igst_paise <> 0 THEN left(s.gstin, 2) END,
            lpad(coalesce(money_setting('operator_state_code', local_day(c.issued_at)), 33)::text, 2, '0')) AS place
    ) AS p
    CROSS JOIN LATERAL commission_invoice_words(c.provider_id, c.month, local_day(c.issued_at), p.place) AS w
    WHERE c.id = invoice
$$;

-- Of a month in which more was taken back than earned: number and day of the bills of those months in which it had
-- been earned, the first one first.
CREATE OR REPLACE FUNCTION commission_invoice_corrects(invoice bigint) RETURNS text[]
LANGUAGE sql STABLE AS $$
    SELECT ARRAY(
        SELECT o.reference || ', ' || to_char(o.issued_at AT TIME ZONE 'Asia/Kolkata', 'DD-MM-YYYY')
        FROM commission_invoices c
        JOIN commission_invoices o ON o.provider_id = c.provider_id AND o.month < c.month AND o.total_paise > 0
        WHERE c.id = invoice AND c.total_paise < 0 AND EXISTS (
            SELECT FROM ledger_entries l
            JOIN ledger_entries e ON e.booking_id = l.booking_id AND e.kind = 'accrual' AND e.provider_id = l.provider_id
            WHERE l.provider_id = c.provider_id AND l.kind = 'accrual'
                AND l.posted_at >= c.month::timestamp AT TIME ZONE 'Asia/Kolkata'
                AND l.posted_at < (c.month + interval '1 month') AT TIME ZONE 'Asia/Kolkata'
                AND e.posted_at >= o.month::timestamp AT TIME ZONE 'Asia/Kolkata'
                AND e.posted_at < (o.month + interval '1 month') AT TIME ZONE 'Asia/Kolkata')
        ORDER BY o.financial_year, o.number)
$$;

-- Has drawn what was billed and has no document yet: at once after the month was billed, and each day for those of
-- earlier times and those at which something had to be put right first, whose dead jobs are done with.
CREATE OR REPLACE FUNCTION commission_invoices_draw() RETURNS integer
LANGUAGE plpgsql AS $$
DECLARE
    count integer;
BEGIN
    DELETE FROM jobs j WHERE j.kind = 'draw_commission_invoice' AND j.status = 'dead';
    INSERT INTO jobs (kind, payload, unique_key)
    SELECT 'draw_commission_invoice', json_build_object('invoiceID', c.id), c.id::text
    FROM commission_invoices c
    WHERE NOT EXISTS (SELECT FROM commission_invoice_files f WHERE f.invoice_id = c.id)
    ORDER BY c.id
    ON CONFLICT (kind, unique_key) WHERE status = 'waiting' AND unique_key IS NOT NULL DO NOTHING;
    GET DIAGNOSTICS count = ROW_COUNT;
    RETURN count;
END
$$;
