-- Has the next best centre take over a booking whose row the caller has locked, or a dispatcher look for one when none
-- is left; and writes down who was considered. Gives the centre, or null.
--
-- cause   rejected, unanswered: these count against the limit of the rules; suspended: its centre is no more
-- reason  the words of whoever is behind it, for those who look at the assignment
-- said    what the booking's history says, which its customer reads
--
-- Rework free of charge is no other centre's duty: who does it is for a dispatcher to settle.
CREATE OR REPLACE FUNCTION booking_pass_on(
    b bookings, cause text, reason text, acting text, said text, who booking_actor, rules booking_rules)
RETURNS bigint
LANGUAGE plpgsql AS $$
DECLARE
    considered jsonb := '[]';
    excluded jsonb := '[]';
    candidate record;
    line jsonb;
    resource bigint;
    chosen bigint;
    may_go_on boolean := b.warranty_of IS NULL AND (cause = 'suspended' OR rules.rematches > (
        SELECT count(*) FROM booking_assignments a
        WHERE a.booking_id = b.id AND a.cause IN ('rejected', 'unanswered') AND a.provider_id IS NOT NULL));
BEGIN
    FOR candidate IN SELECT * FROM booking_successors(b, booking_had_by(b.id)) LOOP
        line := jsonb_build_object('provider_id', candidate.id, 'center_name', candidate.center_name,
            'distance_m', round(candidate.distance_m::numeric, 1));
        IF candidate.reason IS NOT NULL THEN
            excluded := excluded || (line || jsonb_build_object('reason', candidate.reason));
            CONTINUE;
        END IF;
        considered := considered || line;
        IF chosen IS NULL AND may_go_on THEN
            resource := booking_take_at(b, candidate.id, candidate.minutes);
            IF resource IS NOT NULL THEN
                chosen := candidate.id;
                PERFORM booking_hand_over(b, chosen, resource, candidate.minutes, acting, said, who, rules);
            END IF;
        END IF;
    END LOOP;
    IF chosen IS NULL THEN PERFORM booking_leave_to_dispatch(b, acting, said, who); END IF;
    INSERT INTO booking_assignments (booking_id, provider_id, cause, reason, by_user, explanation)
    VALUES (b.id, chosen, booking_pass_on.cause, left(booking_pass_on.reason, 1000), who.user_id,
        jsonb_build_object('considered', considered, 'excluded', excluded, 'limit_reached', NOT may_go_on));
    RETURN chosen;
END
$$;

-- Locks a centre that looked as if it could do the booking, and one of its resources; null: it can't any more, and
-- nothing of it stays locked, so that nobody holds resources of two centres.
CREATE OR REPLACE FUNCTION booking_take_at(b bookings, centre bigint, minutes integer) RETURNS bigint
LANGUAGE plpgsql AS $$
DECLARE
    resource bigint;
BEGIN
    PERFORM FROM service_providers s WHERE s.id = centre AND s.status = 'approved' FOR SHARE;
    IF FOUND AND booking_minutes_at(b.id, centre) = minutes AND booking_can_start(centre, minutes, b.scheduled_at) THEN
        resource := booking_take_resource(centre, booking_kind(b.mode),
            booking_during(centre, booking_kind(b.mode), b.scheduled_at, minutes), b.id);
    END IF;
    IF resource IS NULL THEN RAISE EXCEPTION USING ERRCODE = 'IB001'; END IF;
    RETURN resource;
EXCEPTION
    WHEN SQLSTATE 'IB001' THEN RETURN NULL;
END
$$;
