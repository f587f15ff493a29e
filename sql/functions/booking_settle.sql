-- Brings everything about a booking's money to where it belongs, however it came there: what is owed into the ledger,
-- what was paid too much back to the customer, what is only authorised into our hands once it is due, and the booking's
-- payment_status. Asking again changes nothing.
CREATE OR REPLACE FUNCTION booking_settle(booking bigint) RETURNS void
LANGUAGE plpgsql AS $$
DECLARE
    b bookings;
    paid text;
BEGIN
    SELECT * INTO b FROM bookings WHERE id = booking FOR NO KEY UPDATE;
    IF b.id IS NULL THEN RETURN; END IF;
    PERFORM ledger_accrue(b);
    PERFORM booking_refund_excess(b);
    PERFORM payment_have_captured(p.id)
    FROM payments p
    WHERE p.booking_id = b.id AND p.status = 'authorized'
        AND (b.status NOT IN ('held', 'pending', 'accepted', 'in_progress')
            OR EXISTS (SELECT FROM refunds r WHERE r.payment_id = p.id AND r.status = 'requested'));
    paid := booking_payment_status(b);
    UPDATE bookings SET payment_status = paid WHERE id = b.id AND payment_status <> paid;
END
$$;

-- Gives back what was paid above what is owed, the latest payment first. What the gateway refused three times is left
-- to people: the reconciler lists it.
CREATE OR REPLACE FUNCTION booking_refund_excess(b bookings) RETURNS void
LANGUAGE plpgsql AS $$
DECLARE
    excess bigint := -booking_due(b.id);
    payment record;
    part bigint;
BEGIN
    IF excess <= 0 THEN RETURN; END IF;
    FOR payment IN
        SELECT p.id, payment_refundable(p) AS rest
        FROM payments p
        WHERE p.booking_id = b.id AND p.status IN ('authorized', 'captured')
            AND (SELECT count(*) FROM refunds r WHERE r.payment_id = p.id AND r.status = 'failed') < 3
        ORDER BY coalesce(p.authorized_at, p.captured_at) DESC, p.id DESC
    LOOP
        part := least(excess, payment.rest);
        CONTINUE WHEN part <= 0;
        PERFORM refund_insert(payment.id, part, 'overpaid', NULL, NULL);
        excess := excess - part;
    END LOOP;
END
$$;

-- What of a payment hasn't been given back, nor is about to be.
CREATE OR REPLACE FUNCTION payment_refundable(p payments) RETURNS bigint
LANGUAGE sql STABLE AS $$
    SELECT coalesce(p.received_paise, 0) - (
        SELECT coalesce(sum(r.amount_paise), 0)::bigint FROM refunds r WHERE r.payment_id = p.id AND r.status <> 'failed')
$$;

-- Has the gateway asked to hand over an authorised payment. The job's name and payload are those of CapturePaymentJob.
CREATE OR REPLACE FUNCTION payment_have_captured(payment bigint) RETURNS void
LANGUAGE sql AS $$
    INSERT INTO jobs (kind, payload, unique_key)
    VALUES ('capture_payment', json_build_object('paymentID', payment), 'payment ' || payment)
    ON CONFLICT (kind, unique_key) WHERE status = 'waiting' AND unique_key IS NOT NULL DO NOTHING
$$;

-- When a booking ends, or what it costs changes, its money follows in the same transaction.
CREATE OR REPLACE FUNCTION bookings_settle() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
    -- For what was called off late there is one too, of the fee.
    IF NEW.status IN ('completed', 'cancelled', 'no_show') AND NEW.status <> OLD.status AND booking_price(NEW) > 0 THEN
        INSERT INTO jobs (kind, payload) VALUES ('issue_invoice', json_build_object('bookingID', NEW.id));
    END IF;
    IF booking_price(NEW) > 0 OR NEW.discount_paise > 0
        OR EXISTS (SELECT FROM payments p WHERE p.booking_id = NEW.id)
    THEN
        PERFORM booking_settle(NEW.id);
    END IF;
    RETURN NULL;
END
$$;
