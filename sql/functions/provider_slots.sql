-- When an approved centre can be booked for services (without any: for the shortest that it offers) on so many days from
-- `from_day` on, days in Asia/Kolkata. No row: there is no such centre. Without `minutes`: it doesn't offer one of the
-- services. One row without a start: it is booked out, or closed.
CREATE OR REPLACE FUNCTION provider_slots(
    centre bigint, from_day date, days integer, wanted_mode text, wanted text[], horizon_days integer)
RETURNS TABLE (minutes integer, starts_at timestamptz, ends_at timestamptz, free integer)
LANGUAGE sql STABLE AS $$
    SELECT asked.minutes, f.starts_at, f.ends_at, f.free
    FROM (
        SELECT booking_minutes(s.id, wanted) AS minutes,
            from_day::timestamp AT TIME ZONE 'Asia/Kolkata' AS from_time,
            least((from_day + days)::timestamp AT TIME ZONE 'Asia/Kolkata',
                now() + make_interval(days => horizon_days, secs => 0.000001)) AS to_time
        FROM service_providers s WHERE s.id = centre AND s.status = 'approved' OFFSET 0
    ) AS asked
    LEFT JOIN LATERAL booking_free_starts(
        centre, booking_kind(wanted_mode), asked.minutes, asked.from_time, asked.to_time) AS f ON true
    ORDER BY f.starts_at
$$;
