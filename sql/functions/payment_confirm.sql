-- A person has seen the money of a UPI or manual payment, and says by which reference of the bank.
--
-- code  confirmed (also again by the same reference); unknown (or none of their business); not_confirmable: the gateway
--       tells of this one itself; reference_used; already_confirmed, by another reference
CREATE OR REPLACE FUNCTION payment_confirm(
    payment bigint, seen_reference text, who booking_actor, response_minutes integer, OUT code text)
LANGUAGE plpgsql AS $$
DECLARE
    b bookings;
    p payments;
BEGIN
    SELECT x.* INTO b FROM payments y JOIN bookings x ON x.id = y.booking_id WHERE y.id = payment FOR NO KEY UPDATE OF x;
    SELECT * INTO p FROM payments WHERE id = payment FOR UPDATE;
    code := CASE
        WHEN b.id IS NULL OR NOT booking_acting(b, who) && '{provider,admin}' THEN 'unknown'
        WHEN p.method = 'razorpay' THEN 'not_confirmable'
        WHEN p.status = 'captured' AND p.txn_id = seen_reference THEN 'confirmed'
        WHEN p.status = 'captured' THEN 'already_confirmed'
        END;
    IF code = 'confirmed' AND who.role = 'admin' THEN
        -- Who looks after the operator's account has seen it as well.
        UPDATE payments SET confirmed_by = who.user_id WHERE id = payment;
    END IF;
    IF code IS NOT NULL THEN RETURN; END IF;
    INSERT INTO bank_references (reference, payment_id) VALUES (seen_reference, payment) ON CONFLICT (reference) DO NOTHING;
    IF NOT FOUND THEN
        code := 'reference_used';
        RETURN;
    END IF;
    UPDATE payments x SET status = 'captured', txn_id = seen_reference, received_paise = x.amount_paise,
        -- A link that led to a centre's account did so, whoever has the booking now.
        provider_id = CASE WHEN x.method = 'upi' AND x.received_by = 'provider'
            THEN coalesce(x.provider_id, b.provider_id) ELSE b.provider_id END,
        confirmed_by = who.user_id, captured_at = clock_timestamp(),
        changed_at = clock_timestamp(), error_code = NULL, error_text = NULL,
        -- Cash and transfers are with whom they came to; a UPI link says itself where it led.
        received_by = CASE WHEN x.method = 'upi' THEN x.received_by
            WHEN who.role = 'admin' THEN 'platform' ELSE 'provider' END
    WHERE x.id = payment RETURNING * INTO p;
    PERFORM ledger_post_payment(p, 'receipt');
    PERFORM payment_audit(payment, 'confirmed', jsonb_build_object('reference', jsonb_build_array(NULL, seen_reference)), who);
    PERFORM message_notice(b.customer_id, 'payment_received', b.id,
        jsonb_build_object('amount_paise', p.received_paise, 'event', p.id::text));
    PERFORM booking_leave_hold(b.id, response_minutes);
    PERFORM booking_settle(b.id);
    code := 'confirmed';
END
$$;
