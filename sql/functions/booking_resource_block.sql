-- Keeps a bench or technician back during these times and no others. Not while somebody has booked it then.
--
-- code  blocked; unknown (or another owner's); booked, then `in_the_way` are the bookings
CREATE OR REPLACE FUNCTION booking_resource_block(
    resource bigint, starts timestamptz[], ends timestamptz[], by_user bigint, is_admin boolean,
    OUT code text, OUT in_the_way bigint[])
LANGUAGE plpgsql AS $$
DECLARE
    wanted tstzmultirange := (
        SELECT coalesce(range_agg(tstzrange(t.start, t.stop)), '{}') FROM unnest(starts, ends) AS t (start, stop));
BEGIN
    PERFORM FROM booking_resources r JOIN service_providers s ON s.id = r.provider_id
    WHERE r.id = resource AND (s.user_id = by_user OR is_admin) FOR SHARE OF s;
    IF NOT FOUND THEN
        code := 'unknown';
        RETURN;
    END IF;
    PERFORM booking_resource_lock(resource);
    in_the_way := ARRAY(
        -- The list as in booking_slot_free, or its index wouldn't be used.
        SELECT b.id FROM bookings b
        WHERE b.resource_id = resource AND b.during && wanted
            AND b.status IN ('held', 'pending', 'accepted', 'in_progress', 'completed', 'no_show')
            AND b.status NOT IN ('completed', 'no_show') AND upper(b.during) > now()
            AND NOT (b.status = 'held' AND b.hold_expires_at <= now())
        ORDER BY b.scheduled_at, b.id LIMIT 100);
    IF in_the_way <> '{}' THEN
        code := 'booked';
        RETURN;
    END IF;
    UPDATE booking_resources SET unavailable = wanted WHERE id = resource;
    code := 'blocked';
END
$$;
