-- What the clock does to payments.

-- Has everything captured that the gateway would give back within a day. Gives how many.
CREATE OR REPLACE FUNCTION payments_capture_due() RETURNS integer
LANGUAGE plpgsql AS $$
DECLARE
    payment bigint;
    count integer := 0;
    lasts interval := make_interval(days => money_setting('authorisation_days', local_day(now()))::integer);
BEGIN
    FOR payment IN
        SELECT p.id FROM payments p
        WHERE p.status = 'authorized' AND p.authorized_at <= now() - lasts + interval '1 day' ORDER BY p.authorized_at
    LOOP
        PERFORM payment_have_captured(payment);
        count := count + 1;
    END LOOP;
    RETURN count;
END
$$;

-- Asks again for captures and refunds whose job is gone: the gateway was away for longer than jobs are tried.
CREATE OR REPLACE FUNCTION payments_ask_again() RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
    PERFORM refund_have_made(r.id)
    FROM refunds r JOIN payments p ON p.id = r.payment_id
    WHERE r.status = 'requested' AND p.method = 'razorpay' AND r.changed_at < now() - interval '15 minutes'
        AND NOT EXISTS (SELECT FROM jobs j WHERE j.kind = 'refund_payment' AND j.status IN ('waiting', 'running')
            AND (j.payload->>'refundID')::bigint = r.id);
    PERFORM payment_have_captured(p.id)
    FROM payments p JOIN bookings b ON b.id = p.booking_id
    WHERE p.status = 'authorized' AND p.changed_at < now() - interval '15 minutes'
        AND b.status NOT IN ('held', 'pending', 'accepted', 'in_progress')
        AND NOT EXISTS (SELECT FROM jobs j WHERE j.kind = 'capture_payment' AND j.status IN ('waiting', 'running')
            AND (j.payload->>'paymentID')::bigint = p.id);
END
$$;

-- Payments of which the gateway is to be asked now, marked as asked: often in the first hour after somebody set out to
-- pay, then each hour, for a week; those that are still authorised a few times a day; and each hour those of which something is on its way back, or
-- that didn't agree.
CREATE OR REPLACE FUNCTION payments_to_check(most integer) RETURNS SETOF bigint
LANGUAGE sql AS $$
    UPDATE payments SET checked_at = clock_timestamp()
    WHERE id IN (
        SELECT p.id FROM payments p
        WHERE p.method = 'razorpay' AND (
            (p.status IN ('created', 'failed') AND p.created_at < now() - interval '1 minute'
                AND greatest(p.created_at, p.changed_at) > now() - interval '7 days'
                AND coalesce(p.checked_at < now() - CASE WHEN greatest(p.created_at, p.changed_at) > now() - interval '1 hour'
                    THEN interval '8 minutes' ELSE interval '1 hour' END, true))
            OR (p.status = 'authorized' AND coalesce(p.checked_at < now() - interval '6 hours', true))
            OR (p.status IN ('authorized', 'captured') AND coalesce(p.checked_at < now() - interval '1 hour', true)
                AND p.id IN (SELECT r.payment_id FROM refunds r WHERE r.status IN ('requested', 'pending')))
            OR (p.status = 'captured' AND p.captured_at > now() - interval '2 days' AND p.checked_at IS NULL)
            OR (coalesce(p.checked_at < now() - interval '1 hour', true)
                AND p.id IN (SELECT d.payment_id FROM payment_discrepancies d)))
        ORDER BY p.checked_at NULLS FIRST, p.id LIMIT most FOR NO KEY UPDATE SKIP LOCKED)
    RETURNING id
$$;

-- Paid ones of which the gateway is to be asked now, marked as asked: somebody may have given something back in its own
-- pages without our hearing of it. Each day in the first week, then each week for three months; those that were asked
-- about longest ago first, since more may be due than can be asked about at once.
CREATE OR REPLACE FUNCTION payments_to_look_over(most integer) RETURNS SETOF bigint
LANGUAGE sql AS $$
    UPDATE payments SET checked_at = clock_timestamp()
    WHERE id IN (
        SELECT p.id FROM payments p
        WHERE p.method = 'razorpay' AND p.status = 'captured' AND p.captured_at > now() - interval '90 days'
            AND coalesce(p.checked_at, p.captured_at) < now()
                - CASE WHEN p.captured_at > now() - interval '7 days' THEN interval '1 day' ELSE interval '7 days' END
        ORDER BY coalesce(p.checked_at, p.captured_at), p.id LIMIT most FOR NO KEY UPDATE SKIP LOCKED)
    RETURNING id
$$;

-- Keeps what the gateway says otherwise than we do; the comparison that finds nothing takes it away.
CREATE OR REPLACE FUNCTION payment_differs(payment bigint, what text, ours text, theirs text) RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
    IF ours IS NOT DISTINCT FROM theirs THEN
        DELETE FROM payment_discrepancies d WHERE d.payment_id = payment AND d.kind = what;
    ELSE
        INSERT INTO payment_discrepancies AS d (payment_id, kind, ours, theirs)
        VALUES (payment, what, coalesce(payment_differs.ours, '-'), coalesce(payment_differs.theirs, '-'))
        ON CONFLICT (payment_id, kind) DO UPDATE
            SET ours = excluded.ours, theirs = excluded.theirs, seen_at = now();
    END IF;
END
$$;

-- Everything about money that a person should look at, the latest first.
CREATE OR REPLACE FUNCTION payment_oddities()
RETURNS TABLE (
    kind text, since timestamptz, payment_id bigint, booking_id bigint, refund_id bigint, ours text, theirs text)
LANGUAGE sql STABLE AS $$
    SELECT d.kind, d.found_at, p.id, p.booking_id, NULL::bigint, d.ours, d.theirs
    FROM payment_discrepancies d JOIN payments p ON p.id = d.payment_id
    UNION ALL
    SELECT 'webhook_' || e.outcome, e.received_at, e.payment_id, NULL, NULL, '-', coalesce(e.gateway_payment, e.event_id)
    FROM webhook_events e
    WHERE e.outcome IN ('unknown_order', 'unreadable', 'wrong_currency') AND e.received_at > now() - interval '30 days'
    UNION ALL
    -- Paid too much by hand, to be given back by hand.
    SELECT 'refund_by_hand', r.created_at, p.id, r.booking_id, r.id, r.amount_paise::text, '-'
    FROM refunds r JOIN payments p ON p.id = r.payment_id WHERE r.status = 'requested' AND p.method <> 'razorpay'
    UNION ALL
    SELECT 'refund_failed', r.changed_at, r.payment_id, r.booking_id, r.id, r.amount_paise::text, r.error_code
    FROM refunds r JOIN bookings b ON b.id = r.booking_id
    WHERE r.status = 'failed'
        AND (r.cause = 'requested' AND r.changed_at > now() - interval '30 days' OR booking_due(b.id) < 0)
        -- Whoever has asked for it anew isn't to be told to ask once more.
        AND NOT EXISTS (SELECT FROM refunds n
            WHERE n.payment_id = r.payment_id AND n.id > r.id AND n.status <> 'failed')
    UNION ALL
    -- Said by its centre to have come to the operator's account, where an admin hasn't looked yet.
    SELECT 'unseen', p.captured_at, p.id, p.booking_id, NULL, p.received_paise::text, p.txn_id
    FROM payments p JOIN users u ON u.id = p.confirmed_by
    WHERE p.status = 'captured' AND p.received_by = 'platform' AND p.method <> 'razorpay' AND u.role <> 'admin'
    ORDER BY 2 DESC, 3 DESC
$$;

-- Lets go, each night, of what webhooks held besides what was read of them.
CREATE OR REPLACE FUNCTION webhooks_forget(most integer) RETURNS integer
LANGUAGE plpgsql AS $$
DECLARE
    count integer;
BEGIN
    UPDATE webhook_events SET body = NULL WHERE id IN (
        SELECT id FROM webhook_events
        WHERE body IS NOT NULL AND outcome IS NOT NULL AND received_at < now() - interval '90 days'
        ORDER BY received_at LIMIT most);
    GET DIAGNOSTICS count = ROW_COUNT;
    RETURN count;
END
$$;
