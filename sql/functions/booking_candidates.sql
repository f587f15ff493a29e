-- The centres nearest to a customer that come to them, at most so many, and offer all of the services.
CREATE OR REPLACE FUNCTION booking_centres_covering(request booking_request, most integer)
RETURNS TABLE (id bigint, center_name text, distance_m double precision)
LANGUAGE plpgsql STABLE AS $$
DECLARE
    door geometry := ST_SetSRID(ST_MakePoint(request.lng, request.lat), 4326);
BEGIN
    IF door IS NULL THEN
        RETURN QUERY
        SELECT s.id, s.center_name, c.distance_m
        FROM pincode_coverage c JOIN service_providers s ON s.id = c.provider_id
        WHERE c.pincode = request.pincode AND booking_minutes(s.id, request.services) IS NOT NULL
        ORDER BY c.distance_m, s.id LIMIT most;
    ELSE
        RETURN QUERY
        SELECT s.id, s.center_name, ST_DistanceSpheroid(s.location, door)
        FROM centres_covering(door) AS c (id) JOIN service_providers s ON s.id = c.id
        WHERE booking_minutes(s.id, request.services) IS NOT NULL
        ORDER BY 3, 1 LIMIT most;
    END IF;
END
$$;

-- The centres nearest to a customer, at most so many, that offer all of the services: by the plane, whose error is
-- 0.2 %, along the index of those that offer the first of them.
CREATE OR REPLACE FUNCTION booking_centres_near(request booking_request, most integer)
RETURNS TABLE (id bigint, center_name text, distance_m double precision)
LANGUAGE plpgsql STABLE AS $$
DECLARE
    door geometry := coalesce(ST_SetSRID(ST_MakePoint(request.lng, request.lat), 4326),
        (SELECT p.location FROM pincodes p WHERE p.pincode = request.pincode));
    door_xy point := ST_Transform(door, 7785)::point;
BEGIN
    RETURN QUERY
    SELECT s.id, s.center_name, ST_DistanceSpheroid(s.location, door)
    FROM (
        SELECT o.provider_id FROM provider_services o
        WHERE o.service = request.services[1] AND o.approved_xy IS NOT NULL
            AND booking_minutes(o.provider_id, request.services) IS NOT NULL
        ORDER BY o.approved_xy <-> door_xy LIMIT most
    ) AS near JOIN service_providers s ON s.id = near.provider_id;
END
$$;

-- Who may be taken when the customer names no centre, the best first: who is free then, the nearest in whole kilometres,
-- the better rated, the older. `refusal` says why one can't be taken: `too_far` (as booking_successors has it), `closed`,
-- `taken`.
CREATE OR REPLACE FUNCTION booking_candidates(request booking_request)
RETURNS TABLE (
    id bigint, center_name text, distance_m double precision, covers boolean, free integer, rating double precision,
    refusal text)
LANGUAGE plpgsql STABLE AS $$
BEGIN
    RETURN QUERY
    SELECT c.id, c.center_name, c.distance_m, booking_covers(c.id, request), f.free,
        round(r.stars::numeric / r.reviews, 2)::double precision,
        CASE WHEN request.mode = 'walk_in' AND c.distance_m > 50000 THEN 'too_far'
            WHEN NOT f.listed THEN 'closed' WHEN f.free = 0 THEN 'taken' END
    FROM (
        SELECT * FROM booking_centres_covering(request, 20) WHERE request.mode = 'doorstep'
        UNION ALL
        SELECT * FROM booking_centres_near(request, 20) WHERE request.mode = 'walk_in'
    ) AS c
    CROSS JOIN LATERAL (
        SELECT listed, CASE WHEN listed THEN (
            SELECT count(*)::integer FROM booking_free_resources(c.id, booking_kind(request.mode), booking_during(
                c.id, booking_kind(request.mode), request.starts_at, minutes))) ELSE 0 END AS free
        FROM (
            SELECT minutes, booking_is_start(c.id, minutes, request.starts_at, request.horizon_days) AS listed
            FROM booking_minutes(c.id, request.services) AS minutes OFFSET 0
        ) AS start OFFSET 0
    ) AS f
    LEFT JOIN provider_ratings r ON r.provider_id = c.id
    ORDER BY f.free > 0 DESC, round(c.distance_m / 1000), r.stars::numeric / r.reviews DESC NULLS LAST, c.id;
END
$$;
