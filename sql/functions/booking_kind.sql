-- What a booking takes: a bench in the shop, or a technician who goes out.
CREATE OR REPLACE FUNCTION booking_kind(wanted_mode text) RETURNS text
LANGUAGE sql IMMUTABLE AS $$
    SELECT CASE wanted_mode WHEN 'walk_in' THEN 'bench' WHEN 'doorstep' THEN 'technician' END
$$;

-- What the resource is taken for: the repair and the buffer after it.
CREATE OR REPLACE FUNCTION booking_during(centre bigint, wanted_kind text, start timestamptz, minutes integer)
RETURNS tstzrange
LANGUAGE plpgsql STABLE AS $$
BEGIN
    RETURN (
        SELECT tstzrange(start, start + make_interval(mins => minutes
            + CASE wanted_kind WHEN 'bench' THEN s.bench_buffer_minutes ELSE s.technician_buffer_minutes END))
        FROM service_providers s WHERE s.id = centre);
END
$$;
