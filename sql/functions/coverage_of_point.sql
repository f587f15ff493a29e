-- As coverage_of_pincode, for any point of the region. Always at least one row.
CREATE OR REPLACE FUNCTION coverage_of_point(lat double precision, lng double precision)
RETURNS TABLE (
    origin_name text, origin_district text, origin_lat double precision, origin_lng double precision,
    origin_spread_km double precision, coverage_count integer,
    id bigint, center_name text, distance_m double precision, covers boolean)
LANGUAGE sql STABLE AS $$
    WITH nearest AS MATERIALIZED (
        SELECT * FROM nearest_to_point(coverage_of_point.lat, coverage_of_point.lng, 1, NULL)
    ), centre AS (
        SELECT n.id, n.center_name, n.distance_m, false AS covers FROM nearest n WHERE n.covers IS NOT TRUE
        UNION ALL
        SELECT c.id, c.center_name, c.distance_m, true
        FROM (
            SELECT s.id, s.center_name, ST_DistanceSpheroid(s.location, o.location) AS distance_m
            FROM (SELECT ST_SetSRID(ST_MakePoint(coverage_of_point.lng, coverage_of_point.lat), 4326) AS location OFFSET 0) AS o
            CROSS JOIN LATERAL unnest(centres_covering(o.location)) AS covering (id)
            JOIN service_providers s ON s.id = covering.id
            ORDER BY distance_m, s.id LIMIT 1000
        ) AS c
    )
    SELECT n.origin_name, n.origin_district, n.origin_lat, n.origin_lng, n.origin_spread_km, n.coverage_count,
        c.id, c.center_name, c.distance_m, c.covers
    FROM nearest n CROSS JOIN centre c
    ORDER BY c.distance_m, c.id
$$;
