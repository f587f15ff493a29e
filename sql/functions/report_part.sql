-- The parts of a month's report, each as rows in JSON. `since` and `until` bound it, the latter exclusive.
--
-- A booking belongs to the month in which it was to be done; money and documents to that in which they were posted or
-- issued; a request to that in which the centre had it.
CREATE OR REPLACE FUNCTION report_part(part text, since timestamptz, until timestamptz) RETURNS jsonb
LANGUAGE plpgsql STABLE AS $$
BEGIN
    RETURN CASE part
        WHEN 'earnings' THEN report_earnings(since, until)
        WHEN 'payments' THEN report_payments(since, until)
        WHEN 'refunds' THEN report_refunds(since, until)
        WHEN 'taxes' THEN report_taxes(since, until)
        WHEN 'cities' THEN report_cities(since, until)
        WHEN 'districts' THEN report_districts(since, until)
        WHEN 'providers' THEN report_providers(since, until)
        END;
END
$$;

-- What each centre earned and what was kept back of it, by the ledger, under the names of provider_earnings: the
-- commission contains its tax, the net is what is left by it, and payable what the centre gets when the state has had its
-- part too. `provider_id` null: of what was posted before a booking without a centre owed nothing (0027_round_off.sql).
CREATE OR REPLACE FUNCTION report_earnings(since timestamptz, until timestamptz) RETURNS jsonb
LANGUAGE sql STABLE AS $$
    SELECT coalesce(jsonb_agg(to_jsonb(r) || jsonb_build_object('net_paise', r.gross_paise - r.commission_paise)
        ORDER BY r.gross_paise DESC, r.provider_id), '[]')
    FROM (
        SELECT e.provider_id, count(DISTINCT e.booking_id) AS bookings,
            coalesce(sum(l.amount_paise) FILTER (WHERE l.account = 'customer'), 0) AS gross_paise,
            -coalesce(sum(l.amount_paise) FILTER (WHERE l.account IN ('commission', 'commission_tax')), 0)
                AS commission_paise,
            -coalesce(sum(l.amount_paise) FILTER (WHERE l.account = 'commission_tax'), 0) AS commission_tax_paise,
            -coalesce(sum(l.amount_paise) FILTER (WHERE l.account = 'tds'), 0) AS tds_paise,
            -coalesce(sum(l.amount_paise) FILTER (WHERE l.account = 'tcs'), 0) AS tcs_paise,
            -coalesce(sum(l.amount_paise) FILTER (WHERE l.account = 'provider'), 0) AS payable_paise
        FROM ledger_entries e JOIN ledger_lines l ON l.entry_id = e.id
        WHERE e.kind = 'accrual' AND e.posted_at >= since AND e.posted_at < until
        GROUP BY e.provider_id
    ) AS r
$$;

-- What came in, by the way it was paid.
CREATE OR REPLACE FUNCTION report_payments(since timestamptz, until timestamptz) RETURNS jsonb
LANGUAGE sql STABLE AS $$
    SELECT coalesce(jsonb_agg(to_jsonb(r) ORDER BY r.received_paise DESC, r.method, r.received_by), '[]')
    FROM (
        SELECT p.method, p.received_by, count(*) AS payments, sum(p.received_paise) AS received_paise
        FROM payments p
        WHERE p.status = 'captured' AND p.captured_at >= since AND p.captured_at < until
        GROUP BY p.method, p.received_by
    ) AS r
$$;

CREATE OR REPLACE FUNCTION report_refunds(since timestamptz, until timestamptz) RETURNS jsonb
LANGUAGE sql STABLE AS $$
    SELECT coalesce(jsonb_agg(to_jsonb(r) ORDER BY r.refunded_paise DESC, r.cause, r.method), '[]')
    FROM (
        SELECT f.cause, p.method, count(*) AS refunds, sum(f.amount_paise) AS refunded_paise
        FROM refunds f JOIN payments p ON p.id = f.payment_id
        WHERE f.status = 'processed' AND f.processed_at >= since AND f.processed_at < until
        GROUP BY f.cause, p.method
    ) AS r
$$;

-- Bookings by the town of their centre; `city` null: no centre was found.
CREATE OR REPLACE FUNCTION report_cities(since timestamptz, until timestamptz) RETURNS jsonb
LANGUAGE sql STABLE AS $$
    SELECT coalesce(jsonb_agg(to_jsonb(r) ORDER BY r.bookings DESC, r.city, r.district), '[]')
    FROM (
        SELECT s.city, s.district, count(*) AS bookings, count(*) FILTER (WHERE b.status = 'completed') AS completed,
            count(*) FILTER (WHERE b.status IN ('cancelled', 'rejected', 'expired')) AS called_off,
            count(*) FILTER (WHERE b.status = 'no_show') AS no_show,
            coalesce(sum(b.total_paise) FILTER (WHERE b.status = 'completed'), 0) AS completed_paise
        FROM bookings b LEFT JOIN service_providers s ON s.id = b.provider_id
        WHERE b.scheduled_at >= since AND b.scheduled_at < until
        GROUP BY s.city, s.district
    ) AS r
$$;

-- Bookings by the district of the customer's pincode.
CREATE OR REPLACE FUNCTION report_districts(since timestamptz, until timestamptz) RETURNS jsonb
LANGUAGE sql STABLE AS $$
    SELECT coalesce(jsonb_agg(to_jsonb(r) ORDER BY r.bookings DESC, r.name), '[]')
    FROM (
        SELECT d.lgd, d.name, d.name_ta, count(*) AS bookings, count(*) FILTER (WHERE b.status = 'completed') AS completed,
            count(*) FILTER (WHERE b.status IN ('cancelled', 'rejected', 'expired')) AS called_off,
            count(*) FILTER (WHERE b.status = 'no_show') AS no_show,
            coalesce(sum(b.total_paise) FILTER (WHERE b.status = 'completed'), 0) AS completed_paise
        FROM bookings b JOIN pincodes p ON p.pincode = b.pincode JOIN districts d ON d.lgd = p.district_lgd
        WHERE b.scheduled_at >= since AND b.scheduled_at < until
        GROUP BY d.lgd, d.name, d.name_ta
    ) AS r
$$;
