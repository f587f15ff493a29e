-- Taxes by their heads, for the returns of a month, by `kind`:
--
--   supply      on repairs: of invoices, less that of credit notes
--   commission  on the platform's service to the centres: what the operator owes; it has `gstin` null
--   tcs         kept back of what centres are owed: GST, section 52
--   tds         the same: income tax, section 194-O, which is under no head of GST; by centre it is among the earnings
CREATE OR REPLACE FUNCTION report_taxes(since timestamptz, until timestamptz) RETURNS jsonb
LANGUAGE sql STABLE AS $$
    SELECT coalesce(jsonb_agg(to_jsonb(r)
        ORDER BY array_position('{supply,commission,tcs,tds}'::text[], r.kind), r.gstin, r.rate_bps, r.place_of_supply), '[]')
    FROM (
        SELECT * FROM report_taxes_of_supplies(since, until)
        UNION ALL SELECT * FROM report_taxes_of_commission(since, until)
        UNION ALL SELECT * FROM report_taxes_at_source(since, until)
        UNION ALL SELECT * FROM report_taxes_on_income(since, until)
    ) AS r
$$;

CREATE OR REPLACE FUNCTION report_taxes_of_supplies(since timestamptz, until timestamptz)
RETURNS TABLE (kind text, gstin text, rate_bps integer, place_of_supply text, invoices bigint, credit_notes bigint,
    taxable_paise bigint, cgst_paise bigint, sgst_paise bigint, igst_paise bigint, tds_paise bigint)
LANGUAGE sql STABLE AS $$
    SELECT 'supply', i.supplier_gstin, l.rate_bps, i.place_of_supply,
        count(DISTINCT i.id) FILTER (WHERE i.kind = 'tax_invoice'),
        count(DISTINCT i.id) FILTER (WHERE i.kind = 'credit_note'), sum(s.sign * l.taxable_paise)::bigint,
        sum(s.sign * l.cgst_paise)::bigint, sum(s.sign * l.sgst_paise)::bigint, sum(s.sign * l.igst_paise)::bigint, 0::bigint
    FROM invoices i JOIN invoice_lines l ON l.invoice_id = i.id
    CROSS JOIN LATERAL (SELECT CASE i.kind WHEN 'credit_note' THEN -1 ELSE 1 END AS sign) AS s
    WHERE i.kind IN ('tax_invoice', 'credit_note') AND i.issued_at >= since AND i.issued_at < until
    GROUP BY i.supplier_gstin, l.rate_bps, i.place_of_supply
$$;

-- Where the centre is, as far as it is registered; see commission_invoice_insert. A bill below nothing is a credit note.
CREATE OR REPLACE FUNCTION report_taxes_of_commission(since timestamptz, until timestamptz)
RETURNS TABLE (kind text, gstin text, rate_bps integer, place_of_supply text, invoices bigint, credit_notes bigint,
    taxable_paise bigint, cgst_paise bigint, sgst_paise bigint, igst_paise bigint, tds_paise bigint)
LANGUAGE sql STABLE AS $$
    SELECT 'commission', NULL::text, r.bps, r.place, count(*) FILTER (WHERE c.total_paise >= 0),
        count(*) FILTER (WHERE c.total_paise < 0), sum(c.taxable_paise)::bigint, sum(c.cgst_paise)::bigint,
        sum(c.sgst_paise)::bigint, sum(c.igst_paise)::bigint, 0::bigint
    FROM commission_invoices c JOIN service_providers p ON p.id = c.provider_id
    CROSS JOIN LATERAL (
        SELECT money_setting('commission_tax_bps', c.month)::integer AS bps,
            CASE WHEN c.place_of_supply IS NOT NULL THEN c.place_of_supply
                -- Issued before the place was kept: as it is today.
                WHEN c.igst_paise <> 0 THEN left(p.gstin, 2)
                ELSE lpad(coalesce(money_setting('operator_state_code', local_day(c.issued_at)), 33)::text, 2, '0')
                END AS place) AS r
    WHERE c.issued_at >= since AND c.issued_at < until
    GROUP BY r.bps, r.place
$$;

-- The state's half and the centre's where the repair was supplied in the state of its registration.
CREATE OR REPLACE FUNCTION report_taxes_at_source(since timestamptz, until timestamptz)
RETURNS TABLE (kind text, gstin text, rate_bps integer, place_of_supply text, invoices bigint, credit_notes bigint,
    taxable_paise bigint, cgst_paise bigint, sgst_paise bigint, igst_paise bigint, tds_paise bigint)
LANGUAGE sql STABLE AS $$
    SELECT 'tcs', t.gstin, NULL::integer, t.place, 0::bigint, 0::bigint, NULL::bigint,
        CASE WHEN t.is_across THEN 0 ELSE t.paise / 2 END, CASE WHEN t.is_across THEN 0 ELSE t.paise - t.paise / 2 END,
        CASE WHEN t.is_across THEN t.paise ELSE 0 END, 0::bigint
    FROM (
        SELECT p.gstin, s.place, coalesce(left(p.gstin, 2) <> s.place, false) AS is_across,
            -sum(l.amount_paise)::bigint AS paise
        FROM ledger_entries e
        JOIN ledger_lines l ON l.entry_id = e.id AND l.account = 'tcs'
        JOIN service_providers p ON p.id = e.provider_id
        JOIN bookings b ON b.id = e.booking_id
        CROSS JOIN LATERAL (SELECT invoice_state(b.pincode::integer, b.lat, b.lng) AS place) AS s
        WHERE e.kind = 'accrual' AND e.posted_at >= since AND e.posted_at < until
        GROUP BY p.gstin, s.place
        HAVING sum(l.amount_paise) <> 0
    ) AS t
$$;

CREATE OR REPLACE FUNCTION report_taxes_on_income(since timestamptz, until timestamptz)
RETURNS TABLE (kind text, gstin text, rate_bps integer, place_of_supply text, invoices bigint, credit_notes bigint,
    taxable_paise bigint, cgst_paise bigint, sgst_paise bigint, igst_paise bigint, tds_paise bigint)
LANGUAGE sql STABLE AS $$
    SELECT 'tds', NULL::text, NULL::integer, NULL::text, 0::bigint, 0::bigint, NULL::bigint, 0::bigint, 0::bigint,
        0::bigint, -sum(l.amount_paise)::bigint
    FROM ledger_entries e JOIN ledger_lines l ON l.entry_id = e.id AND l.account = 'tds'
    WHERE e.kind = 'accrual' AND e.posted_at >= since AND e.posted_at < until
    HAVING sum(l.amount_paise) <> 0
$$;
