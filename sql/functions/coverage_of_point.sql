-- As coverage_of_pincode, for any point of the region (75-82 E, 7-15 N). Always at least one row.
--
-- The nearest of all is found as in nearest_to_pincode.sql, with k = 1.
CREATE OR REPLACE FUNCTION coverage_of_point(lat double precision, lng double precision)
RETURNS TABLE (
    origin_name text, origin_district text, origin_lat double precision, origin_lng double precision,
    origin_spread_km double precision, coverage_count integer,
    id bigint, center_name text, distance_m double precision, covers boolean)
LANGUAGE sql STABLE AS $$
    WITH origin AS MATERIALIZED (
        SELECT location, ST_Transform(location, 7785)::point AS xy,
            ARRAY(SELECT * FROM centres_covering(location)) AS covering
        FROM (
            SELECT ST_SetSRID(ST_MakePoint(coverage_of_point.lng, coverage_of_point.lat), 4326) AS location OFFSET 0
        ) AS o
    ), reach AS MATERIALIZED (
        SELECT point(e * 1.0025, e * 1.0025) AS m FROM (
            SELECT s.location_xy <-> (SELECT xy FROM origin) AS e FROM service_providers s
            WHERE status = 'approved' ORDER BY s.location_xy <-> (SELECT xy FROM origin) LIMIT 1
        ) AS first
    ), nearest AS MATERIALIZED (
        SELECT s.id, s.center_name, ST_DistanceSpheroid(s.location, o.location) AS distance_m,
            s.id = ANY (o.covering) AS covers
        FROM origin o, reach r, service_providers s
        WHERE s.status = 'approved' AND s.location_xy <@ box(o.xy - r.m, o.xy + r.m)
        ORDER BY distance_m, s.id LIMIT 1
    ), centre AS (
        SELECT * FROM nearest WHERE NOT covers
        UNION ALL
        SELECT * FROM (
            SELECT s.id, s.center_name, ST_DistanceSpheroid(s.location, o.location) AS distance_m, true
            FROM origin o
            CROSS JOIN LATERAL unnest(o.covering) AS covering (id)
            -- OFFSET 0 keeps it from becoming a hash of all centres.
            CROSS JOIN LATERAL (SELECT * FROM service_providers WHERE id = covering.id OFFSET 0) AS s
            ORDER BY distance_m, s.id LIMIT 1000
        ) AS c
    )
    SELECT NULL::text, NULL::text, coverage_of_point.lat, coverage_of_point.lng, NULL::double precision,
        cardinality(o.covering), c.id, c.center_name, c.distance_m, c.covers
    FROM origin o LEFT JOIN centre c ON true
    ORDER BY c.distance_m, c.id
$$;
