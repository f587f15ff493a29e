-- What a booking costs its customer as it stands, whatever they have paid: its repairs and fees while it lives and when
-- it is done, its fees alone when it came to nothing; less what was given back of it on request.
CREATE OR REPLACE FUNCTION booking_payable(booking bigint) RETURNS bigint
LANGUAGE plpgsql STABLE AS $$
BEGIN
    RETURN (
        SELECT greatest(0, booking_price(b) - (
            SELECT coalesce(sum(r.amount_paise), 0) FROM refunds r
            WHERE r.booking_id = b.id AND r.cause <> 'overpaid' AND r.status <> 'failed'))
        FROM bookings b WHERE b.id = booking);
END
$$;

-- The same before anything was given back.
CREATE OR REPLACE FUNCTION booking_price(b bookings) RETURNS bigint
LANGUAGE sql IMMUTABLE AS $$
    SELECT b.fee_paise + CASE WHEN b.status IN ('rejected', 'cancelled', 'no_show', 'expired') THEN 0 ELSE b.total_paise END
$$;

-- What is there of a booking's payments: asked back already or not.
CREATE OR REPLACE FUNCTION booking_paid(booking bigint, OUT paid_paise bigint, OUT refunding_paise bigint, OUT refunded_paise bigint)
LANGUAGE plpgsql STABLE AS $$
BEGIN
    SELECT coalesce(sum(p.received_paise), 0) INTO paid_paise
    FROM payments p WHERE p.booking_id = booking AND p.status IN ('authorized', 'captured');
    SELECT coalesce(sum(r.amount_paise) FILTER (WHERE r.status IN ('requested', 'pending')), 0),
        coalesce(sum(r.amount_paise) FILTER (WHERE r.status = 'processed'), 0)
    INTO refunding_paise, refunded_paise
    FROM refunds r WHERE r.booking_id = booking;
END
$$;

-- What is still to be paid; below nothing: what was paid too much.
CREATE OR REPLACE FUNCTION booking_due(booking bigint) RETURNS bigint
LANGUAGE plpgsql STABLE AS $$
BEGIN
    RETURN booking_payable(booking)
        - (SELECT p.paid_paise - p.refunding_paise - p.refunded_paise FROM booking_paid(booking) AS p);
END
$$;

-- How a booking's payment stands, in one word.
CREATE OR REPLACE FUNCTION booking_payment_status(b bookings) RETURNS text
LANGUAGE plpgsql STABLE AS $$
DECLARE
    money record;
    latest text;
BEGIN
    -- Rework free of charge.
    IF b.warranty_of IS NOT NULL AND b.fee_paise = 0 THEN RETURN 'paid'; END IF;
    SELECT * INTO money FROM booking_paid(b.id);
    IF money.paid_paise > 0 THEN
        RETURN CASE
            WHEN money.refunded_paise >= money.paid_paise THEN 'refunded'
            -- What was paid twice and given back once leaves it paid.
            WHEN money.refunded_paise > greatest(0, money.paid_paise - b.total_paise - b.fee_paise) THEN 'partially_refunded'
            WHEN booking_due(b.id) > 0 THEN 'pending'
            ELSE 'paid' END;
    END IF;
    -- Of what is done and costs nothing an offer took off all there was.
    IF booking_price(b) = 0 THEN
        RETURN CASE WHEN b.status = 'completed' AND b.discount_paise > 0 THEN 'paid' ELSE 'unpaid' END;
    END IF;
    SELECT p.status INTO latest FROM payments p WHERE p.booking_id = b.id ORDER BY p.changed_at DESC, p.id DESC LIMIT 1;
    RETURN CASE latest WHEN 'created' THEN 'pending' WHEN 'failed' THEN 'failed' ELSE 'unpaid' END;
END
$$;
