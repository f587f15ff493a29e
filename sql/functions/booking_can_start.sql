-- Whether the centre's slots would list the start if nobody had booked anything: what booking_starts gives, asked of one
-- time, without laying out the others.
CREATE OR REPLACE FUNCTION booking_can_start(centre bigint, minutes integer, starts timestamptz) RETURNS boolean
LANGUAGE plpgsql STABLE AS $$
DECLARE
    wanted tstzrange := tstzrange(starts, starts + make_interval(mins => minutes));
BEGIN
    IF minutes IS NULL OR starts < now() THEN RETURN false; END IF;
    -- Of a centre that isn't open at all then, the aggregates are null.
    RETURN coalesce((
        SELECT wanted <@ range_agg(o) AND bool_or(starts >= lower(o) AND starts < upper(o)
            AND extract(epoch FROM starts - lower(o)) % (60 * s.slot_minutes) = 0)
        FROM service_providers s, booking_openings(centre, starts, upper(wanted)) AS o
        WHERE s.id = centre), false);
END
$$;

-- The same of those that may be booked so far ahead.
CREATE OR REPLACE FUNCTION booking_is_start(centre bigint, minutes integer, start timestamptz, horizon_days integer)
RETURNS boolean
LANGUAGE plpgsql STABLE AS $$
BEGIN
    RETURN start <= now() + make_interval(days => horizon_days) AND booking_can_start(centre, minutes, start);
END
$$;
