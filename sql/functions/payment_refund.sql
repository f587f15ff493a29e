-- Gives a payment back, or a part of it, on somebody's request. What came through the gateway goes back through it, by a
-- job; what came by hand has been given back by hand when it is written here.
--
-- code  made, then `refund`; unknown (or none of their business); not_yours: the money isn't with this centre;
--       not_paid: there is nothing to give back; refund_too_large, then `rest_paise` is the most
CREATE OR REPLACE FUNCTION payment_refund(
    payment bigint, wanted_paise bigint, why text, who booking_actor,
    OUT code text, OUT refund bigint, OUT rest_paise bigint)
LANGUAGE plpgsql AS $$
DECLARE
    b bookings;
    p payments;
    excess bigint;
BEGIN
    SELECT x.* INTO b FROM payments y JOIN bookings x ON x.id = y.booking_id WHERE y.id = payment FOR NO KEY UPDATE OF x;
    SELECT * INTO p FROM payments WHERE id = payment FOR UPDATE;
    code := CASE
        WHEN b.id IS NULL OR NOT booking_acting(b, who) && '{provider,admin}' THEN 'unknown'
        WHEN who.role <> 'admin' AND (p.received_by <> 'provider' OR p.provider_id IS DISTINCT FROM b.provider_id)
            THEN 'not_yours'
        WHEN p.status NOT IN ('authorized', 'captured') THEN 'not_paid'
        END;
    IF code IS NOT NULL THEN RETURN; END IF;
    rest_paise := payment_refundable(p);
    IF rest_paise <= 0 OR wanted_paise > rest_paise THEN
        code := 'refund_too_large';
        RETURN;
    END IF;
    wanted_paise := coalesce(wanted_paise, rest_paise);
    -- What was paid above what is owed, and couldn't go back by itself, doesn't lower what is owed.
    excess := least(wanted_paise, greatest(0, -booking_due(b.id)));
    IF excess > 0 THEN refund := refund_insert(payment, excess, 'overpaid', why, who.user_id); END IF;
    IF p.method <> 'razorpay' AND excess > 0 THEN PERFORM refund_step(refund, 'processed', NULL, NULL); END IF;
    IF wanted_paise > excess THEN
        refund := refund_insert(payment, wanted_paise - excess, 'requested', why, who.user_id);
    END IF;
    PERFORM payment_audit(payment, 'refunded', jsonb_build_object(
        'refunded_paise', jsonb_build_array(NULL, wanted_paise::text)), who);
    IF p.method <> 'razorpay' THEN
        PERFORM refund_step(refund, 'processed', NULL, NULL);
    END IF;
    PERFORM booking_settle(b.id);
    code := 'made';
END
$$;

-- The intent, with the key under which the gateway will be asked, and the job that asks it. What came by hand has to be
-- given back by hand: the list of discrepancies shows it until somebody says by which reference they have.
CREATE OR REPLACE FUNCTION refund_insert(payment bigint, amount bigint, why text, words text, by_user bigint)
RETURNS bigint
LANGUAGE plpgsql AS $$
DECLARE
    refund bigint;
BEGIN
    INSERT INTO refunds (payment_id, booking_id, amount_paise, cause, reason, created_by)
    SELECT p.id, p.booking_id, amount, why, words, by_user FROM payments p WHERE p.id = payment
    RETURNING id INTO refund;
    IF (SELECT p.method FROM payments p WHERE p.id = payment) = 'razorpay' THEN PERFORM refund_have_made(refund); END IF;
    RETURN refund;
END
$$;

-- The job's name and payload are those of RefundPaymentJob.
CREATE OR REPLACE FUNCTION refund_have_made(refund bigint) RETURNS void
LANGUAGE sql AS $$
    INSERT INTO jobs (kind, payload, unique_key)
    VALUES ('refund_payment', json_build_object('refundID', refund), 'refund ' || refund)
    ON CONFLICT (kind, unique_key) WHERE status = 'waiting' AND unique_key IS NOT NULL DO NOTHING
$$;

-- Takes a refund a step forward, and posts it when the money has gone. Gives false when it stands there already.
--
-- The caller has locked the booking's row, and settles it afterwards.
CREATE OR REPLACE FUNCTION refund_step(refund bigint, new_status text, gateway text, error text) RETURNS boolean
LANGUAGE plpgsql AS $$
DECLARE
    r refunds;
    p payments;
    what ledger_entries;
    customer bigint;
BEGIN
    UPDATE refunds x SET status = new_status, gateway_id = coalesce(x.gateway_id, gateway), error_code = left(error, 50),
        processed_at = CASE new_status WHEN 'processed' THEN clock_timestamp() END, changed_at = clock_timestamp()
    WHERE x.id = refund AND refund_rank(x.status) < refund_rank(new_status)
    RETURNING * INTO r;
    IF r.id IS NULL THEN RETURN false; END IF;
    IF new_status <> 'processed' THEN RETURN true; END IF;
    SELECT * INTO p FROM payments WHERE id = r.payment_id;
    what.kind := 'refund';
    what.booking_id := r.booking_id;
    what.refund_id := r.id;
    what.payment_id := r.payment_id;
    what.provider_id := CASE p.received_by WHEN 'provider' THEN p.provider_id END;
    PERFORM ledger_post(what, jsonb_build_object('customer', r.amount_paise, payment_account(p), -r.amount_paise));
    SELECT b.customer_id INTO customer FROM bookings b WHERE b.id = r.booking_id;
    PERFORM message_notice(customer, 'refund_made', r.booking_id,
        jsonb_build_object('amount_paise', r.amount_paise, 'event', r.id::text));
    -- What lowers the price of a repair that is done wants a credit note.
    IF r.cause <> 'overpaid' THEN
        INSERT INTO jobs (kind, payload) VALUES ('issue_credit_note', json_build_object('refundID', r.id));
    END IF;
    RETURN true;
END
$$;

CREATE OR REPLACE FUNCTION refund_rank(status text) RETURNS integer
LANGUAGE sql IMMUTABLE AS $$
    SELECT array_position('{requested,pending,failed,processed}'::text[], status)
$$;

-- Somebody has given back by hand what was paid too much by hand.
--
-- code  confirmed (also again by the same reference); unknown; not_confirmable; reference_used; already_confirmed
CREATE OR REPLACE FUNCTION refund_confirm(refund bigint, bank_reference text, who booking_actor, OUT code text)
LANGUAGE plpgsql AS $$
DECLARE
    b bookings;
    r refunds;
    p payments;
BEGIN
    SELECT x.* INTO b FROM refunds y JOIN bookings x ON x.id = y.booking_id WHERE y.id = refund FOR NO KEY UPDATE OF x;
    SELECT * INTO r FROM refunds WHERE id = refund FOR UPDATE;
    SELECT * INTO p FROM payments WHERE id = r.payment_id;
    code := CASE
        WHEN b.id IS NULL OR NOT booking_acting(b, who) && '{provider,admin}' THEN 'unknown'
        WHEN who.role <> 'admin' AND (p.received_by <> 'provider' OR p.provider_id IS DISTINCT FROM b.provider_id)
            THEN 'unknown'
        WHEN p.method = 'razorpay' THEN 'not_confirmable'
        WHEN r.status = 'processed' AND r.reference = bank_reference THEN 'confirmed'
        WHEN r.status = 'processed' THEN 'already_confirmed'
        END;
    IF code IS NOT NULL THEN RETURN; END IF;
    INSERT INTO bank_references (reference, refund_id) VALUES (bank_reference, refund) ON CONFLICT (reference) DO NOTHING;
    IF NOT FOUND THEN
        code := 'reference_used';
        RETURN;
    END IF;
    UPDATE refunds SET reference = bank_reference WHERE id = refund;
    PERFORM refund_step(refund, 'processed', NULL, NULL);
    PERFORM payment_audit(r.payment_id, 'refund_confirmed',
        jsonb_build_object('reference', jsonb_build_array(NULL, bank_reference)), who);
    PERFORM booking_settle(b.id);
    code := 'confirmed';
END
$$;
