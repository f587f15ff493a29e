-- Who could do a booking in its centre's place, at its time: near approved centres by distance, each with the first
-- reason that speaks against it; null: none does.
--   had_it                has had it before, or has it now
--   service_not_offered   doesn't offer all that is booked
--   does_not_cover_point  nobody of it comes to the customer's place
--   too_far               the customer would have to carry the iron more than 50 km
--   closed                is closed then, or its starts are at other minutes
--   taken                 all its resources are taken then
-- Looked at are the ten nearest, whatever they do; the fifty nearest that offer all; and those that cover the place.
-- Only a look: whoever takes one finds out behind its locks whether that still holds.
CREATE OR REPLACE FUNCTION booking_successors(b bookings, had_it bigint[])
RETURNS TABLE (id bigint, center_name text, distance_m double precision, covers boolean, minutes integer, reason text)
LANGUAGE sql STABLE AS $$
    WITH place AS MATERIALIZED (
        SELECT location, ST_Transform(location, 7785)::point AS xy,
            ARRAY(SELECT * FROM centres_covering(location)) AS covering
        FROM (
            SELECT coalesce(ST_SetSRID(ST_MakePoint(b.lng, b.lat), 4326), p.location) AS location
            FROM pincodes p WHERE p.pincode = b.pincode OFFSET 0
        ) AS o
    ), near AS (
        (SELECT s.id FROM service_providers s WHERE s.status = 'approved'
            ORDER BY s.location_xy <-> (SELECT xy FROM place) LIMIT 10)
        UNION
        (SELECT s.id FROM service_providers s
            WHERE s.status = 'approved' AND booking_minutes_at(b.id, s.id) IS NOT NULL
            ORDER BY s.location_xy <-> (SELECT xy FROM place) LIMIT 50)
        UNION
        SELECT c FROM place CROSS JOIN unnest(place.covering) AS c WHERE b.mode = 'doorstep'
    ), looked_at AS MATERIALIZED (
        SELECT s.id, s.center_name, ST_DistanceSpheroid(s.location, place.location) AS distance_m,
            s.id = ANY (place.covering) AS covers, booking_minutes_at(b.id, s.id) AS minutes
        FROM place CROSS JOIN near JOIN service_providers s USING (id)
    )
    SELECT l.*, CASE
        WHEN l.id = ANY (booking_successors.had_it) THEN 'had_it'
        WHEN l.minutes IS NULL THEN 'service_not_offered'
        WHEN b.mode = 'doorstep' AND NOT l.covers THEN 'does_not_cover_point'
        WHEN b.mode = 'walk_in' AND l.distance_m > 50000 THEN 'too_far'
        WHEN NOT booking_can_start(l.id, l.minutes, b.scheduled_at) THEN 'closed'
        WHEN NOT EXISTS (
                SELECT FROM booking_resources r
                WHERE r.provider_id = l.id AND r.kind = booking_kind(b.mode) AND booking_resource_is_free(
                    r.id, booking_during(l.id, booking_kind(b.mode), b.scheduled_at, l.minutes), b.id,
                    clock_timestamp()))
            THEN 'taken'
        END
    FROM looked_at l
    ORDER BY l.distance_m, l.id
$$;

-- The centres that have had the booking, as its history tells.
CREATE OR REPLACE FUNCTION booking_had_by(booking bigint) RETURNS bigint[]
LANGUAGE sql STABLE AS $$
    SELECT ARRAY(
        SELECT DISTINCT h.provider_id FROM booking_history h WHERE h.booking_id = booking AND h.provider_id IS NOT NULL)
$$;
