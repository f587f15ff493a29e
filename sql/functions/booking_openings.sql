-- When a centre is open, each opening whole, for all that meet the time between: its week laid out in Asia/Kolkata,
-- what touches at midnight and at the week's end as one, less its closures. A centre that never closes opens anew each
-- Monday, so that its openings don't depend on the time that is asked for.
CREATE OR REPLACE FUNCTION booking_openings(centre bigint, from_time timestamptz, to_time timestamptz)
RETURNS SETOF tstzrange
LANGUAGE plpgsql STABLE ROWS 20 AS $$
DECLARE
    week int4multirange;
    closed tstzmultirange;
    -- A week early: no opening that reaches `from_time` began before.
    monday timestamptz := (date_trunc('week', from_time AT TIME ZONE 'Asia/Kolkata') - interval '7 days')
        AT TIME ZONE 'Asia/Kolkata';
    weeks integer := 2 + ceil(extract(epoch FROM to_time - from_time) / 604800);
    -- In hours, since a day of the session's time zone may have 23.
    length_of_week constant interval := interval '168 hours';
BEGIN
    SELECT s.open_minutes, coalesce(s.closed_during, '{}') INTO week, closed
    FROM service_providers s WHERE s.id = centre;
    IF week = '{[0,10080)}' THEN
        RETURN QUERY
        SELECT o FROM generate_series(0, weeks) AS w
        CROSS JOIN LATERAL unnest(tstzmultirange(tstzrange(
            monday + w * length_of_week, monday + (w + 1) * length_of_week)) - closed) AS o
        WHERE o && tstzrange(from_time, to_time);
    ELSE
        RETURN QUERY
        SELECT o FROM unnest((
            SELECT range_agg(tstzrange(
                monday + (w * 10080 + lower(r)) * interval '1 minute',
                monday + (w * 10080 + upper(r)) * interval '1 minute'))
            FROM generate_series(0, weeks) AS w, unnest(week) AS r) - closed) AS o
        WHERE o && tstzrange(from_time, to_time);
    END IF;
END
$$;
