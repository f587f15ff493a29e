-- A way to pay what is due of a booking; one that is open already for the same amount is given again, so that two tabs
-- share one order.
--
-- code  opened; unknown (or none of their business); nothing_due, already_paid; amount_too_small, amount_too_large, then
--       `limit_paise`; method_unavailable: there is no UPI address
-- must_order  the caller is the one who asks the gateway for an order, and has a minute and a half for it
CREATE OR REPLACE FUNCTION payment_open(
    booking bigint, wanted_method text, who booking_actor, operator_vpa text, operator_name text,
    OUT code text, OUT payment bigint, OUT must_order boolean, OUT limit_paise bigint)
LANGUAGE plpgsql AS $$
DECLARE
    b bookings;
    due bigint;
    payee record;
BEGIN
    must_order := false;
    SELECT * INTO b FROM bookings WHERE id = booking FOR NO KEY UPDATE;
    IF b.id IS NULL OR booking_acting(b, who) = '{}' THEN
        code := 'unknown';
        RETURN;
    END IF;
    due := booking_due(b.id);
    code := payment_refusal(b, wanted_method, due);
    IF code IS NOT NULL THEN
        limit_paise := payment_limit(wanted_method);
        RETURN;
    END IF;
    SELECT a.vpa, a.payee_name AS name, 'provider' AS receiver INTO payee
    FROM provider_upi_addresses a WHERE a.provider_id = b.provider_id;
    IF payee IS NULL AND operator_vpa IS NOT NULL THEN
        SELECT operator_vpa AS vpa, operator_name AS name, 'platform' AS receiver INTO payee;
    END IF;
    IF wanted_method = 'upi' AND payee IS NULL THEN
        code := 'method_unavailable';
        RETURN;
    END IF;
    SELECT p.id INTO payment FROM payments p
    WHERE p.booking_id = b.id AND p.method = wanted_method AND p.status IN ('created', 'failed')
        AND p.amount_paise = due AND (wanted_method <> 'upi' OR p.payee_vpa = payee.vpa)
    ORDER BY p.id DESC LIMIT 1 FOR UPDATE;
    IF payment IS NULL THEN
        INSERT INTO payments (booking_id, method, amount_paise, received_by, payee_vpa, payee_name, provider_id, created_by)
        VALUES (b.id, wanted_method, due,
            CASE wanted_method WHEN 'razorpay' THEN 'platform' WHEN 'upi' THEN payee.receiver ELSE 'provider' END,
            CASE wanted_method WHEN 'upi' THEN payee.vpa END, CASE wanted_method WHEN 'upi' THEN payee.name END,
            CASE WHEN wanted_method = 'upi' AND payee.receiver = 'provider' THEN b.provider_id END,
            who.user_id)
        RETURNING id INTO payment;
        PERFORM payment_audit(payment, 'initiated', jsonb_build_object(
            'amount_paise', jsonb_build_array(NULL, due::text), 'method', jsonb_build_array(NULL, wanted_method)), who);
        PERFORM booking_settle(b.id);
    ELSIF wanted_method = 'razorpay' THEN
        -- However old its order is, the gateway is asked about it again: see payments_to_check.
        UPDATE payments p SET changed_at = clock_timestamp() WHERE p.id = payment;
    END IF;
    IF wanted_method = 'razorpay' THEN
        UPDATE payments p SET ordering_until = clock_timestamp() + interval '90 seconds', order_attempts = order_attempts + 1
        WHERE p.id = payment AND p.order_id IS NULL AND coalesce(p.ordering_until <= clock_timestamp(), true);
        must_order := FOUND;
    END IF;
    code := 'opened';
END
$$;

-- Why so much can't be paid so; null: it can.
CREATE OR REPLACE FUNCTION payment_refusal(b bookings, wanted_method text, due bigint) RETURNS text
LANGUAGE plpgsql STABLE AS $$
BEGIN
    IF due <= 0 THEN
        RETURN CASE WHEN EXISTS (SELECT FROM payments p WHERE p.booking_id = b.id AND p.status IN ('authorized', 'captured'))
            THEN 'already_paid' ELSE 'nothing_due' END;
    END IF;
    IF wanted_method = 'razorpay' AND due < 100 THEN RETURN 'amount_too_small'; END IF;
    IF due > payment_limit(wanted_method) THEN RETURN 'amount_too_large'; END IF;
    RETURN NULL;
END
$$;

CREATE OR REPLACE FUNCTION payment_limit(wanted_method text) RETURNS bigint
LANGUAGE sql STABLE AS $$
    SELECT money_setting(CASE wanted_method
        WHEN 'razorpay' THEN 'gateway_limit_paise' WHEN 'upi' THEN 'upi_limit_paise' ELSE 'manual_limit_paise' END,
        local_day(now()))
$$;

-- Keeps the gateway's order. Gives false when it is another than the one that is known.
CREATE OR REPLACE FUNCTION payment_ordered(payment bigint, gateway_order text) RETURNS boolean
LANGUAGE plpgsql AS $$
BEGIN
    UPDATE payments SET order_id = gateway_order, ordering_until = NULL, changed_at = clock_timestamp()
    WHERE id = payment AND order_id IS NULL;
    RETURN FOUND OR EXISTS (SELECT FROM payments WHERE id = payment AND order_id = gateway_order);
END
$$;

-- A line of the audit, in the transaction of the change.
CREATE OR REPLACE FUNCTION payment_audit(payment bigint, what text, change jsonb, who booking_actor) RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO audit_log (entity_type, entity_id, action, performed_by, role, address, request_id, change)
    VALUES ('payment', payment, 'payment.' || what, who.user_id, who.role, who.address, who.request_id,
        coalesce(payment_audit.change, '{}'));
END
$$;
