-- The approved centre nearest to a point, by geodesic distance, ties by id; `xy` is the point in EPSG:7785. Exact, as in
-- nearest_to_pincode.sql. No row: there is no approved centre at all.
CREATE OR REPLACE FUNCTION nearest_centre(origin geometry, xy point)
RETURNS TABLE (id bigint, center_name text, distance_m double precision)
LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT near.id, near.center_name, near.distance_m
    FROM (
        SELECT point(e * 1.0025, e * 1.0025) AS m FROM (
            SELECT s.location_xy <-> xy AS e FROM service_providers s
            WHERE s.status = 'approved' ORDER BY s.location_xy <-> xy LIMIT 1
        ) AS first
    ) AS reach
    CROSS JOIN LATERAL (
        SELECT s.id, s.center_name, ST_DistanceSpheroid(s.location, origin) AS distance_m
        FROM service_providers s
        WHERE s.status = 'approved' AND s.location_xy <@ box(xy - reach.m, xy + reach.m)
        ORDER BY distance_m, s.id LIMIT 1
    ) AS near
$$;
