-- Whether the centre's slots would list the start if nobody had booked anything.
CREATE OR REPLACE FUNCTION booking_can_start(centre bigint, minutes integer, starts timestamptz) RETURNS boolean
LANGUAGE sql STABLE AS $$
    SELECT EXISTS (
        SELECT FROM booking_starts(centre, minutes, starts, starts + interval '1 second') AS s (at) WHERE s.at = starts)
$$;
