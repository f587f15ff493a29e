-- When a centre is open between two times.
CREATE OR REPLACE FUNCTION booking_open_times(centre bigint, from_time timestamptz, to_time timestamptz)
RETURNS tstzmultirange
LANGUAGE plpgsql STABLE AS $$
BEGIN
    RETURN coalesce((SELECT range_agg(o) FROM booking_openings(centre, from_time, to_time) AS o), '{}')
        * tstzmultirange(tstzrange(from_time, to_time));
END
$$;
