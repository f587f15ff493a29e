-- What of the ledger doesn't fit what it was posted from; nothing, unless something is wrong with the program.
CREATE OR REPLACE FUNCTION ledger_faults() RETURNS TABLE (fault text, id bigint)
LANGUAGE sql STABLE AS $$
    SELECT * FROM ledger_faults_since('-infinity')
$$;

-- The same of what was posted from a time on, and of the bookings and payments that it was posted for.
CREATE OR REPLACE FUNCTION ledger_faults_since(since timestamptz) RETURNS TABLE (fault text, id bigint)
LANGUAGE plpgsql STABLE AS $$
BEGIN
    RETURN QUERY
    SELECT 'unbalanced', l.entry_id
    FROM ledger_entries e JOIN ledger_lines l ON l.entry_id = e.id
    WHERE e.posted_at >= since GROUP BY l.entry_id HAVING sum(l.amount_paise) <> 0;
    RETURN QUERY
    SELECT 'customer', b.id
    FROM bookings b
    CROSS JOIN LATERAL (
        SELECT coalesce(sum(l.amount_paise), 0) AS owed
        FROM ledger_entries e JOIN ledger_lines l ON l.entry_id = e.id AND l.account = 'customer'
        WHERE e.booking_id = b.id
    ) AS c
    CROSS JOIN LATERAL booking_paid(b.id) AS paid
    -- One that is over: its customer owes what is due, less what came in.
    WHERE b.id IN (SELECT e.booking_id FROM ledger_entries e WHERE e.posted_at >= since)
        AND c.owed <> CASE WHEN b.status IN ('completed', 'rejected', 'cancelled', 'no_show', 'expired')
            THEN greatest(0, booking_price(b) - (SELECT coalesce(sum(r.amount_paise), 0) FROM refunds r
                WHERE r.booking_id = b.id AND r.cause <> 'overpaid' AND r.status = 'processed')) ELSE 0 END
            - paid.paid_paise + paid.refunded_paise;
    RETURN QUERY
    SELECT 'payment', p.id
    FROM payments p
    LEFT JOIN ledger_entries e ON e.payment_id = p.id AND e.kind IN ('capture', 'receipt')
    WHERE p.changed_at >= since AND (p.status = 'captured') <> (e.id IS NOT NULL);
END
$$;

