-- Takes in what the gateway says of a payment, by whatever way it was heard: webhook, checkout, question. Each state is
-- reached once, and none is left for an earlier one.
--
-- response_minutes  how long the centre may take to answer a booking that was held until now
-- outcome           applied; already: nothing new; unknown_order; wrong_currency; unreadable
CREATE OR REPLACE FUNCTION payment_apply(
    said gateway_payment, response_minutes integer, OUT outcome text, OUT payment bigint)
LANGUAGE plpgsql AS $$
DECLARE
    booking bigint;
    p payments;
    new_status text := CASE said.status WHEN 'refunded' THEN 'lapsed' ELSE said.status END;
BEGIN
    IF said.id IS NULL OR octet_length(said.id) > 100 OR new_status NOT IN ('created', 'failed', 'authorized', 'lapsed', 'captured') THEN
        outcome := 'unreadable';
        RETURN;
    END IF;
    PERFORM payment_lock(said.id);
    SELECT x.booking_id INTO booking FROM payments x
    WHERE x.txn_id = said.id OR x.order_id = said.order_id ORDER BY x.id LIMIT 1;
    IF booking IS NULL THEN
        outcome := 'unknown_order';
        RETURN;
    END IF;
    PERFORM FROM bookings WHERE id = booking FOR NO KEY UPDATE;
    SELECT min(x.id) INTO payment FROM payments x WHERE x.txn_id = said.id OR x.order_id = said.order_id;
    outcome := CASE
        WHEN said.currency IS DISTINCT FROM 'INR' THEN 'wrong_currency'
        WHEN payment_rank(new_status) > 1 AND coalesce(said.amount_paise, 0) <= 0 THEN 'unreadable'
        END;
    IF outcome IS NOT NULL THEN RETURN; END IF;
    p := payment_meant(said, new_status);
    payment := coalesce(p.id, payment);
    IF p.id IS NULL OR payment_rank(new_status) <= payment_rank(p.status) THEN
        outcome := 'already';
    ELSE
        PERFORM payment_step(p, said, new_status);
        IF new_status IN ('authorized', 'captured') THEN PERFORM booking_leave_hold(booking, response_minutes); END IF;
        PERFORM booking_settle(booking);
        outcome := 'applied';
    END IF;
END
$$;

-- Taken before all else by who takes in news of a payment, so that of two who hear of a payment and of its refund at once
-- the second sees what the first has written.
CREATE OR REPLACE FUNCTION payment_lock(gateway_id text) RETURNS void
LANGUAGE sql AS $$
    SELECT pg_advisory_xact_lock(hashtextextended('istri gateway payment', hashtext(gateway_id)))
$$;

CREATE OR REPLACE FUNCTION payment_rank(status text) RETURNS integer
LANGUAGE sql IMMUTABLE AS $$
    SELECT array_position('{created,failed,authorized,lapsed,captured}'::text[], status) - 1
$$;

-- The row of a payment that the gateway tells of, locked: the one that has its id; or the order's that waits for one; or
-- a new one, when the order was paid already and somebody paid it again.
CREATE OR REPLACE FUNCTION payment_meant(said gateway_payment, new_status text) RETURNS payments
LANGUAGE plpgsql AS $$
DECLARE
    p payments;
BEGIN
    SELECT * INTO p FROM payments x WHERE x.txn_id = said.id FOR UPDATE;
    IF p.id IS NOT NULL THEN RETURN p; END IF;
    SELECT * INTO p FROM payments x
    WHERE x.order_id = said.order_id AND x.status IN ('created', 'failed') ORDER BY x.id LIMIT 1 FOR UPDATE;
    IF p.id IS NOT NULL OR new_status NOT IN ('authorized', 'captured') THEN RETURN p; END IF;
    INSERT INTO payments (booking_id, method, amount_paise, received_by, order_id, created_by)
    SELECT x.booking_id, x.method, x.amount_paise, x.received_by, x.order_id, x.created_by
    FROM payments x WHERE x.order_id = said.order_id ORDER BY x.id LIMIT 1
    RETURNING * INTO p;
    RETURN p;
END
$$;

-- Writes the step, its entry in the ledger, and has the customer told.
CREATE OR REPLACE FUNCTION payment_step(p payments, said gateway_payment, new_status text) RETURNS void
LANGUAGE plpgsql AS $$
DECLARE
    now_is payments;
    customer bigint := (SELECT b.customer_id FROM bookings b WHERE b.id = p.booking_id);
    is_new boolean := new_status IN ('authorized', 'captured') AND p.status IN ('created', 'failed');
BEGIN
    UPDATE payments x SET status = new_status, changed_at = clock_timestamp(),
        txn_id = CASE WHEN new_status = 'failed' THEN x.txn_id ELSE coalesce(x.txn_id, said.id) END,
        received_paise = CASE WHEN new_status = 'failed' THEN NULL ELSE coalesce(x.received_paise, said.amount_paise) END,
        provider_id = CASE WHEN is_new THEN (SELECT b.provider_id FROM bookings b WHERE b.id = x.booking_id)
            ELSE x.provider_id END,
        instrument = coalesce(left(said.instrument, 40), x.instrument),
        -- As many as payments_texts has room for, whatever they are.
        error_code = CASE WHEN new_status = 'failed' THEN left(said.error_code, 50) END,
        error_text = CASE WHEN new_status = 'failed' THEN left(said.error_text, 400) END,
        authorized_at = CASE WHEN new_status = 'authorized' THEN clock_timestamp() ELSE x.authorized_at END,
        captured_at = CASE WHEN new_status = 'captured' THEN clock_timestamp() ELSE x.captured_at END
    WHERE x.id = p.id RETURNING * INTO now_is;
    CASE
    WHEN new_status = 'authorized' THEN PERFORM ledger_post_payment(now_is, 'authorisation');
    WHEN new_status = 'captured' AND p.status = 'authorized' THEN PERFORM ledger_post_payment(now_is, 'capture');
    WHEN new_status = 'captured' THEN PERFORM ledger_post_payment(now_is, 'receipt');
    WHEN new_status = 'lapsed' AND p.status = 'authorized' THEN
        PERFORM ledger_post_payment(now_is, 'lapse');
        -- It went back by itself.
        UPDATE refunds r SET status = 'failed', error_code = 'lapsed', changed_at = clock_timestamp()
        WHERE r.payment_id = p.id AND r.status = 'requested';
    ELSE NULL;
    END CASE;
    PERFORM payment_audit(p.id, new_status, jsonb_build_object('status', jsonb_build_array(p.status, new_status)), NULL);
    IF is_new THEN
        PERFORM webhook_again(said.id);
        PERFORM message_notice(customer, 'payment_received', p.booking_id,
            jsonb_build_object('amount_paise', now_is.received_paise, 'event', p.id::text));
    ELSIF new_status = 'failed' THEN
        PERFORM message_notice(customer, 'payment_failed', p.booking_id,
            jsonb_build_object('amount_paise', p.amount_paise, 'event', p.id::text));
    END IF;
END
$$;

-- A booking that was held until it is paid is the centre's to answer from now on. As long as nobody else has its time,
-- a hold that ran out is no reason to refuse the customer's money: it may have been paid in time and heard of late.
--
-- Where the centre is there no more it goes where the centre's other bookings went. The job's name and payload are those
-- of ReassignBookingsJob.
CREATE OR REPLACE FUNCTION booking_leave_hold(booking bigint, response_minutes integer) RETURNS void
LANGUAGE plpgsql AS $$
DECLARE
    nobody booking_actor;
    centre bigint;
BEGIN
    IF booking_due(booking) > 0 THEN RETURN; END IF;
    UPDATE bookings SET status = 'pending', respond_by = clock_timestamp() + make_interval(mins => response_minutes),
        changed_by = NULL, changed_role = 'system', change_note = NULL
    WHERE id = booking AND status = 'held'
    RETURNING provider_id INTO centre;
    IF centre IS NULL THEN RETURN; END IF;
    PERFORM booking_audit(booking, 'pending', '{"status": ["held", "pending"]}', nobody);
    PERFORM booking_tell(booking);
    -- A suspension is either seen here or finds the booking.
    PERFORM FROM service_providers s WHERE s.id = centre FOR SHARE;
    INSERT INTO jobs (kind, payload, unique_key)
    SELECT 'reassign_bookings', json_build_object('providerID', s.id), s.id::text
    FROM service_providers s WHERE s.id = centre AND s.status <> 'approved'
    ON CONFLICT (kind, unique_key) WHERE status = 'waiting' AND unique_key IS NOT NULL DO NOTHING;
END
$$;
