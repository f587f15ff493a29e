-- The starts, from the first time on and before the second, at which a repair of so many minutes could begin if nobody
-- had booked: `slot_minutes` apart, counted from each opening's begin, done before the centre closes, and not over yet.
CREATE OR REPLACE FUNCTION booking_starts(centre bigint, minutes integer, from_time timestamptz, to_time timestamptz)
RETURNS SETOF timestamptz
LANGUAGE plpgsql STABLE ROWS 200 AS $$
DECLARE
    step interval;
    step_s numeric;
    length interval := make_interval(mins => minutes);
    first_time timestamptz := greatest(from_time, now());
    openings tstzrange[];
    opened tstzmultirange;
BEGIN
    IF minutes IS NULL OR to_time <= first_time THEN RETURN; END IF;
    SELECT make_interval(mins => s.slot_minutes), 60 * s.slot_minutes INTO step, step_s
    FROM service_providers s WHERE s.id = centre;
    SELECT array_agg(o), range_agg(o) INTO openings, opened FROM booking_openings(centre, first_time, to_time + length) AS o;
    RETURN QUERY
    SELECT generate_series(
        lower(o) + greatest(0, ceil(extract(epoch FROM first_time - lower(o)) / step_s)) * step,
        -- A repair may go on in the opening that follows at once, but begins in this one.
        least(upper(whole) - length, least(upper(o), to_time) - interval '1 microsecond'), step)
    FROM unnest(openings) AS o JOIN unnest(opened) AS whole ON whole @> o;
END
$$;
