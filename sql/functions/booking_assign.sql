-- Gives a booking to a centre that a dispatcher chose. An accepted one stays accepted: the dispatcher has asked them.
--
-- starts  null: at its time; else at this one, since what is late can be done by nobody at the hour that is over
--
-- code: assigned (also when the centre has it then already); unknown; not_open: neither pending nor accepted, see
-- `old_status`; unknown_provider; service_not_offered, then `service` is the first that isn't; not_covered; not_a_slot;
-- slot_taken.
CREATE OR REPLACE FUNCTION booking_assign_at(
    booking bigint, centre bigint, starts timestamptz, said text, who booking_actor, rules booking_rules,
    OUT code text, OUT old_status text, OUT service text)
LANGUAGE plpgsql AS $$
DECLARE
    b bookings;
    old_start timestamptz;
    minutes integer;
    resource bigint;
BEGIN
    SELECT * INTO b FROM bookings WHERE id = booking FOR NO KEY UPDATE;
    IF b.id IS NULL OR booking_acting(b, who) && '{customer,provider}' THEN
        code := 'unknown';
        RETURN;
    END IF;
    old_status := b.status;
    IF b.status NOT IN ('pending', 'accepted') THEN
        code := 'not_open';
        RETURN;
    END IF;
    PERFORM FROM service_providers s WHERE s.id = centre AND s.status = 'approved' FOR SHARE;
    IF NOT FOUND THEN
        code := 'unknown_provider';
        RETURN;
    END IF;
    old_start := b.scheduled_at;
    b.scheduled_at := coalesce(starts, old_start);
    IF b.provider_id = centre AND b.scheduled_at = old_start THEN
        code := 'assigned';
        RETURN;
    END IF;
    SELECT i.service INTO service
    FROM booking_items i
    WHERE i.booking_id = b.id AND NOT EXISTS (
        SELECT FROM provider_services s WHERE s.provider_id = centre AND s.service = i.service)
    ORDER BY i.id LIMIT 1;
    minutes := booking_minutes_at(b.id, centre);
    code := CASE
        WHEN service IS NOT NULL THEN 'service_not_offered'
        WHEN b.mode = 'doorstep' AND NOT booking_is_covered(b, centre) THEN 'not_covered'
        WHEN NOT booking_can_start(centre, minutes, b.scheduled_at)
            OR starts > clock_timestamp() + make_interval(days => rules.horizon_days) THEN 'not_a_slot'
        END;
    IF code IS NOT NULL THEN RETURN; END IF;
    resource := booking_take_resource(centre, booking_kind(b.mode),
        booking_during(centre, booking_kind(b.mode), b.scheduled_at, minutes), b.id);
    IF resource IS NULL THEN
        code := 'slot_taken';
        RETURN;
    END IF;
    PERFORM booking_hand_over(b, centre, resource, minutes, who.role, said, who, rules);
    IF b.scheduled_at <> old_start THEN
        PERFORM booking_audit(
            b.id, 'rescheduled', booking_audit_field('scheduled_at', old_start, b.scheduled_at), who);
    END IF;
    INSERT INTO booking_assignments (booking_id, provider_id, cause, reason, by_user, explanation)
    VALUES (b.id, centre, 'dispatched', said, who.user_id, jsonb_build_object('instead_of', b.provider_id));
    code := 'assigned';
END
$$;

-- As servers of the release before ask.
CREATE OR REPLACE FUNCTION booking_assign(
    booking bigint, centre bigint, said text, who booking_actor, rules booking_rules,
    OUT code text, OUT old_status text, OUT service text)
LANGUAGE sql AS $$
    SELECT v.code, v.old_status, v.service FROM booking_assign_at(booking, centre, NULL, said, who, rules) AS v
$$;

-- Whether one of the centre's areas covers the customer's place.
CREATE OR REPLACE FUNCTION booking_is_covered(b bookings, centre bigint) RETURNS boolean
LANGUAGE sql STABLE AS $$
    SELECT EXISTS (
        SELECT FROM pincodes p CROSS JOIN LATERAL
            centres_covering(coalesce(ST_SetSRID(ST_MakePoint(b.lng, b.lat), 4326), p.location)) AS c (id)
        WHERE p.pincode = b.pincode AND c.id = centre)
$$;
