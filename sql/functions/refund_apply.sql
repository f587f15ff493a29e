-- Takes in what the gateway says of a refund. One that we know nothing of was made by hand there: it is written as that.
--
-- outcome  applied; already; unknown_order: we don't know the payment, or whose refund it is; unreadable
CREATE OR REPLACE FUNCTION refund_apply(said gateway_refund, OUT outcome text, OUT payment bigint)
LANGUAGE plpgsql AS $$
DECLARE
    p payments;
    refund bigint;
BEGIN
    IF said.id IS NULL OR coalesce(said.amount_paise, 0) <= 0 OR said.status NOT IN ('pending', 'processed', 'failed')
        OR said.status IS NULL
    THEN
        outcome := 'unreadable';
        RETURN;
    END IF;
    PERFORM payment_lock(said.payment_id);
    SELECT * INTO p FROM payments x WHERE x.txn_id = said.payment_id AND x.method = 'razorpay';
    payment := p.id;
    IF p.id IS NULL THEN
        outcome := 'unknown_order';
        RETURN;
    END IF;
    PERFORM FROM bookings WHERE id = p.booking_id FOR NO KEY UPDATE;
    SELECT * INTO p FROM payments x WHERE x.id = p.id;
    IF p.status = 'lapsed' THEN
        -- It went back without having been ours, and is in the books as that.
        outcome := 'already';
        RETURN;
    END IF;
    refund := refund_meant(said, p.id);
    IF refund IS NULL THEN
        outcome := 'unknown_order';
        RETURN;
    END IF;
    IF refund_step(refund, said.status, said.id, CASE said.status WHEN 'failed' THEN 'refused_by_bank' END) THEN
        PERFORM booking_settle(p.booking_id);
        outcome := 'applied';
    ELSE
        outcome := 'already';
    END IF;
END
$$;

-- The refund that the gateway tells of: by its id; by our key; the first of its amount that we asked for and have no
-- answer to; or a new one.
CREATE OR REPLACE FUNCTION refund_meant(said gateway_refund, payment bigint) RETURNS bigint
LANGUAGE plpgsql AS $$
DECLARE
    refund bigint;
BEGIN
    SELECT r.id INTO refund FROM refunds r
    WHERE r.gateway_id = said.id
        OR (r.idempotency_key = said.key AND r.payment_id = payment AND r.gateway_id IS NULL)
    ORDER BY r.gateway_id = said.id DESC NULLS LAST LIMIT 1;
    IF refund IS NOT NULL THEN RETURN refund; END IF;
    -- Of two alike the jobs that ask by their keys hear which is whose.
    IF said.key IS NULL AND 1 < (SELECT count(*) FROM refunds r
        WHERE r.payment_id = payment AND r.gateway_id IS NULL AND r.status = 'requested'
            AND r.amount_paise = said.amount_paise)
    THEN
        RETURN NULL;
    END IF;
    SELECT r.id INTO refund FROM refunds r
    WHERE said.key IS NULL AND r.payment_id = payment AND r.gateway_id IS NULL AND r.status = 'requested'
        AND r.amount_paise = said.amount_paise
    ORDER BY r.id LIMIT 1;
    IF refund IS NOT NULL THEN RETURN refund; END IF;
    INSERT INTO refunds (payment_id, booking_id, amount_paise, cause, gateway_id)
    SELECT p.id, p.booking_id, said.amount_paise,
        CASE WHEN booking_due(p.booking_id) <= -said.amount_paise THEN 'overpaid' ELSE 'gateway' END, said.id
    FROM payments p WHERE p.id = payment
    RETURNING id INTO refund;
    RETURN refund;
END
$$;

-- The gateway won't make a refund: it has failed, and what is due to the customer is looked at again.
CREATE OR REPLACE FUNCTION refund_refused(refund bigint, why text) RETURNS void
LANGUAGE plpgsql AS $$
DECLARE
    booking bigint := (SELECT r.booking_id FROM refunds r WHERE r.id = refund);
BEGIN
    PERFORM FROM bookings WHERE id = booking FOR NO KEY UPDATE;
    IF refund_step(refund, 'failed', NULL, why) THEN PERFORM booking_settle(booking); END IF;
END
$$;
