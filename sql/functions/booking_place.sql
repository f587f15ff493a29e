-- Books a resource of the centre, if one is free. Once the centre's row is held nothing of it changes, so all is looked
-- at again behind it. `result`: `created`, `slot_taken`, or what booking_refusal_of says.
CREATE OR REPLACE FUNCTION booking_place(
    request booking_request, centre bigint, OUT result text, OUT booking bigint)
LANGUAGE plpgsql AS $$
DECLARE
    minutes integer;
    wanted tstzrange;
    resource bigint;
BEGIN
    PERFORM FROM service_providers s WHERE s.id = centre FOR SHARE;
    minutes := booking_minutes(centre, request.services);
    result := booking_refusal_of(request, centre, minutes);
    IF result IS NOT NULL THEN RETURN; END IF;
    wanted := booking_during(centre, booking_kind(request.mode), request.starts_at, minutes);
    resource := booking_take_resource(centre, booking_kind(request.mode), wanted, NULL);
    IF resource IS NULL THEN
        result := 'slot_taken';
    ELSE
        result := 'created';
        booking := booking_insert(request, centre, resource, minutes, wanted);
    END IF;
END
$$;

-- Writes a booking of a resource that the caller has taken, its items at the centre's prices, the audit's line and the
-- job that tells of it.
CREATE OR REPLACE FUNCTION booking_insert(
    request booking_request, centre bigint, resource bigint, minutes integer, wanted tstzrange)
RETURNS bigint
LANGUAGE plpgsql AS $$
DECLARE
    booking bigint;
    customer bigint := coalesce(request.customer_id, booking_caller(request));
    -- One place says what each costs, for the sum and for the items.
    prices bigint[] := ARRAY(SELECT o.price_paise
        FROM unnest(request.services) WITH ORDINALITY AS w (service, position)
        JOIN provider_services o ON o.provider_id = centre AND o.service = w.service ORDER BY w.position);
BEGIN
    INSERT INTO bookings (customer_id, provider_id, resource_id, status, mode, pincode, address, lat, lng,
        scheduled_at, ends_at, during, total_paise, notes, hold_expires_at, respond_by, rematch, created_by,
        changed_by, changed_role)
    VALUES (customer, centre, resource, CASE WHEN request.pay_first THEN 'held' ELSE 'pending' END, request.mode,
        request.pincode, request.address, request.lat, request.lng,
        request.starts_at, request.starts_at + make_interval(mins => minutes), wanted,
        (SELECT sum(p) FROM unnest(prices) AS p), request.notes,
        CASE WHEN request.pay_first THEN now() + make_interval(mins => request.hold_minutes) END,
        CASE WHEN NOT request.pay_first THEN now() + make_interval(mins => request.response_minutes) END,
        request.rematch, request.by_user, request.by_user, request.by_role)
    RETURNING id INTO booking;
    INSERT INTO booking_items (booking_id, service, description, price_paise, minutes)
    SELECT booking, w.service, w.description, prices[w.position], o.minutes
    FROM unnest(request.services, request.descriptions) WITH ORDINALITY AS w (service, description, position)
    JOIN provider_services o ON o.provider_id = centre AND o.service = w.service
    ORDER BY w.position;
    INSERT INTO audit_log (entity_type, entity_id, action, performed_by, role, address, request_id, change)
    VALUES ('booking', booking, 'booking.created', request.by_user, request.by_role, request.by_address,
        request.request_id, jsonb_build_object(
            'provider_id', jsonb_build_array(NULL, centre::text),
            'starts_at', jsonb_build_array(NULL, to_char(request.starts_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"')),
            'status', jsonb_build_array(NULL, CASE WHEN request.pay_first THEN 'held' ELSE 'pending' END)));
    PERFORM booking_tell(booking);
    PERFORM set_config('istri.booking', booking::text, true);
    RETURN booking;
END
$$;

-- The booking that was made last in this transaction, for a statement that was sent before its number was known. Null if
-- none was.
CREATE OR REPLACE FUNCTION booking_made_here() RETURNS bigint
LANGUAGE sql STABLE AS $$
    SELECT nullif(current_setting('istri.booking', true), '')::bigint
$$;

-- The account of somebody on the phone, by their number; a new one when it has none.
--
-- Anybody may register with a number that isn't theirs, and would read there what the caller says. So an account counts
-- only if its number is proven, or if nothing opens it but a proof of the number: then it was made here, for a caller.
-- Beside another's account the new one keeps the number as `contact_phone`.
CREATE OR REPLACE FUNCTION booking_caller(request booking_request) RETURNS bigint
LANGUAGE plpgsql AS $$
DECLARE
    caller bigint;
BEGIN
    caller := booking_caller_account(request.caller_phone);
    IF caller IS NOT NULL THEN RETURN caller; END IF;
    INSERT INTO users (name, phone, role) VALUES (request.caller_name, request.caller_phone, 'customer')
    ON CONFLICT ON CONSTRAINT users_phone_taken DO NOTHING RETURNING id INTO caller;
    IF caller IS NULL THEN
        -- Whoever was faster may have made it for this very caller.
        caller := booking_caller_account(request.caller_phone);
        IF caller IS NOT NULL THEN RETURN caller; END IF;
        INSERT INTO users (name, contact_phone, role)
        VALUES (request.caller_name, request.caller_phone, 'customer')
        ON CONFLICT ON CONSTRAINT users_contact_phone_taken DO NOTHING RETURNING id INTO caller;
    END IF;
    IF caller IS NULL THEN
        SELECT u.id INTO STRICT caller FROM users u WHERE u.contact_phone = request.caller_phone;
    ELSE
        INSERT INTO audit_log (entity_type, entity_id, action, performed_by, role, address, request_id, change)
        VALUES ('user', caller, 'user.created', request.by_user, request.by_role, request.by_address,
            request.request_id, '{"role": [null, "customer"]}');
    END IF;
    RETURN caller;
END
$$;

-- The account whose number this is, and nobody else's who could be reading there.
CREATE OR REPLACE FUNCTION booking_caller_account(caller_phone text) RETURNS bigint
LANGUAGE plpgsql STABLE AS $$
BEGIN
    RETURN (
        SELECT u.id FROM users u
        WHERE u.phone = caller_phone
            AND (u.phone_verified_at IS NOT NULL OR (u.password_hash IS NULL AND u.email IS NULL)));
END
$$;
