-- The starts between two times at which resources of a kind are free, and how many. What is taken is read once for
-- each resource, not for each start.
CREATE OR REPLACE FUNCTION booking_free_starts(
    centre bigint, wanted_kind text, minutes integer, from_time timestamptz, to_time timestamptz)
RETURNS TABLE (starts_at timestamptz, ends_at timestamptz, free integer)
LANGUAGE sql STABLE ROWS 100 AS $$
    WITH resource AS MATERIALIZED (
        SELECT r.unavailable + coalesce((
            SELECT range_agg(b.during) FROM bookings b
            WHERE b.resource_id = r.id
                -- The last start takes a resource this long beyond the time, buffer included.
                AND b.during && tstzrange(from_time,
                    greatest(from_time, to_time + make_interval(mins => minutes + 240)))
                AND b.status IN ('held', 'pending', 'accepted', 'in_progress', 'completed', 'no_show')
                AND (b.status <> 'held' OR b.hold_expires_at > now())), '{}') AS taken
        FROM booking_resources r
        WHERE r.provider_id = centre AND r.kind = wanted_kind AND r.retired_at IS NULL
    ), start AS MATERIALIZED (
        SELECT at, tstzrange(at, at + make_interval(mins => minutes
            + CASE wanted_kind WHEN 'bench' THEN s.bench_buffer_minutes ELSE s.technician_buffer_minutes END)) AS wanted
        FROM service_providers s, booking_starts(centre, minutes, from_time, to_time) AS at
        WHERE s.id = centre
    )
    SELECT start.at, start.at + make_interval(mins => minutes), count(*)::integer
    FROM start JOIN resource ON NOT resource.taken && start.wanted
    GROUP BY start.at ORDER BY start.at
$$;

-- The next free starts from a time on, at most so many; far ahead is looked at only if the next days are full.
CREATE OR REPLACE FUNCTION booking_next_free(
    centre bigint, wanted_kind text, minutes integer, from_time timestamptz, to_time timestamptz, most integer)
RETURNS TABLE (starts_at timestamptz, ends_at timestamptz, free integer)
LANGUAGE plpgsql STABLE AS $$
DECLARE
    hours integer;
    rest integer := most;
    begins timestamptz := from_time;
    ends timestamptz;
    found_rows bigint;
BEGIN
    FOREACH hours IN ARRAY '{8,48,336,8784}'::integer[] LOOP
        ends := least(to_time, from_time + make_interval(hours => hours));
        IF ends <= begins THEN EXIT; END IF;
        RETURN QUERY SELECT f.* FROM booking_free_starts(centre, wanted_kind, minutes, begins, ends) AS f LIMIT rest;
        GET DIAGNOSTICS found_rows = ROW_COUNT;
        rest := rest - found_rows;
        EXIT WHEN rest <= 0;
        begins := ends;
    END LOOP;
END
$$;
