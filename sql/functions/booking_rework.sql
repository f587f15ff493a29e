-- Makes a booking, free of charge, in which the centre does again what it did in the first one. That may be rework
-- itself; the warranty is of the repair that was paid for, and so runs from there, and one is under way at a time.
--
-- code  made; unknown (or none of their business); not_completed; warranty_over; rework_open: one is under way already,
--       `booking`; unknown_provider: the centre isn't approved any more; not_a_slot; slot_taken
CREATE OR REPLACE FUNCTION booking_rework(
    first bigint, starts timestamptz, said text, by_user bigint, by_role text, warranty_days integer,
    horizon_days integer, response_minutes integer, OUT code text, OUT booking bigint)
LANGUAGE plpgsql AS $$
DECLARE
    b bookings;
    paid_one bigint;
    minutes integer;
    taken_for tstzrange;
    resource bigint;
BEGIN
    -- Whoever asks for rework of other rework of it comes before, or after. The older of the two is held first, or whoever
    -- takes all of a customer's bookings could meet this one halfway.
    paid_one := booking_first_repair(first);
    PERFORM FROM bookings r
    WHERE r.id = paid_one AND (r.customer_id = by_user OR by_role IN ('dispatcher', 'admin')) FOR NO KEY UPDATE;
    SELECT * INTO b FROM bookings
    WHERE id = first AND (customer_id = by_user OR by_role IN ('dispatcher', 'admin')) FOR NO KEY UPDATE;
    code := CASE
        WHEN b.id IS NULL THEN 'unknown'
        WHEN b.status <> 'completed' THEN 'not_completed'
        WHEN booking_completed_at(paid_one) < now() - make_interval(days => warranty_days) THEN 'warranty_over'
        END;
    IF code IS NOT NULL THEN RETURN; END IF;
    booking := booking_rework_open(paid_one);
    IF booking IS NOT NULL THEN
        code := 'rework_open';
        RETURN;
    END IF;
    PERFORM FROM service_providers s WHERE s.id = b.provider_id AND s.status = 'approved' FOR SHARE;
    IF NOT FOUND THEN
        code := 'unknown_provider';
        RETURN;
    END IF;
    minutes := (SELECT sum(i.minutes) FROM booking_items i WHERE i.booking_id = b.id);
    IF NOT booking_is_start(b.provider_id, minutes, starts, horizon_days) THEN
        code := 'not_a_slot';
        RETURN;
    END IF;
    taken_for := booking_during(b.provider_id, booking_kind(b.mode), starts, minutes);
    resource := booking_take_resource(b.provider_id, booking_kind(b.mode), taken_for, NULL);
    IF resource IS NULL THEN
        code := 'slot_taken';
        RETURN;
    END IF;
    INSERT INTO bookings (customer_id, provider_id, resource_id, status, payment_status, mode, pincode, address, lat, lng,
        scheduled_at, ends_at, during, total_paise, notes, respond_by, warranty_of, created_by, changed_by, changed_role)
    VALUES (b.customer_id, b.provider_id, resource, 'pending', 'paid', b.mode, b.pincode, b.address, b.lat, b.lng,
        starts, starts + make_interval(mins => minutes), taken_for, 0, said,
        now() + make_interval(mins => response_minutes), b.id, by_user, by_user,
        CASE WHEN b.customer_id = by_user THEN 'customer' ELSE by_role END)
    RETURNING id INTO booking;
    INSERT INTO booking_items (booking_id, service, description, price_paise, minutes)
    SELECT booking_rework.booking, i.service, i.description, 0, i.minutes
    FROM booking_items i WHERE i.booking_id = b.id ORDER BY i.id;
    PERFORM booking_tell(booking);
    code := 'made';
END
$$;

-- The repair that was paid for, which this one does again, or which it is itself.
CREATE OR REPLACE FUNCTION booking_first_repair(booking bigint) RETURNS bigint
LANGUAGE sql STABLE AS $$
    WITH RECURSIVE back AS (
        SELECT b.id, b.warranty_of FROM bookings b WHERE b.id = booking
        UNION ALL
        SELECT b.id, b.warranty_of FROM back JOIN bookings b ON b.id = back.warranty_of
    )
    SELECT id FROM back WHERE warranty_of IS NULL
$$;

-- What is under way of the rework of a repair, and of the rework of that.
CREATE OR REPLACE FUNCTION booking_rework_open(paid_one bigint) RETURNS bigint
LANGUAGE sql STABLE AS $$
    WITH RECURSIVE again AS (
        SELECT b.id, b.status FROM bookings b WHERE b.warranty_of = paid_one
        UNION ALL
        SELECT b.id, b.status FROM again JOIN bookings b ON b.warranty_of = again.id
    )
    SELECT id FROM again WHERE status IN ('held', 'pending', 'accepted', 'in_progress') LIMIT 1
$$;

-- When its repair was done; null: it isn't.
CREATE OR REPLACE FUNCTION booking_completed_at(booking bigint) RETURNS timestamptz
LANGUAGE sql STABLE AS $$
    SELECT max(h.at) FROM booking_history h
    WHERE h.booking_id = booking AND h.status = 'completed' AND h.from_status IS DISTINCT FROM 'completed'
$$;
