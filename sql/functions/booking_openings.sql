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
BEGIN
    SELECT s.open_minutes, coalesce(s.closed_during, '{}') INTO week, closed
    FROM service_providers s WHERE s.id = centre;
    RETURN QUERY
    WITH laid AS (
        SELECT int4range(lower(r) + 10080 * w, upper(r) + 10080 * w) AS minutes
        FROM generate_series(0, weeks) AS w, unnest(week) AS r
    ), opening AS (
        SELECT minutes FROM laid WHERE week = '{[0,10080)}'
        UNION ALL
        SELECT unnest(range_agg(minutes)) FROM laid WHERE week <> '{[0,10080)}'
    ), open AS (
        SELECT unnest(tstzmultirange(tstzrange(
            monday + lower(minutes) * interval '1 minute', monday + upper(minutes) * interval '1 minute')) - closed)
            AS during
        FROM opening
    )
    SELECT open.during FROM open WHERE open.during && tstzrange(from_time, to_time) ORDER BY open.during;
END
$$;
