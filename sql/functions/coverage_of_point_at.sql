-- As coverage_of_point, at a time in the past: by the versions of areas that were in force then, of the centres that
-- were approved then, at the places and under the names that they had. Nothing is known from before the first of them.
--
-- The nearest is found as in nearest_to_pincode.sql, with k = 1.
CREATE OR REPLACE FUNCTION coverage_of_point_at(lat double precision, lng double precision, at timestamptz)
RETURNS TABLE (
    origin_name text, origin_district text, origin_lat double precision, origin_lng double precision,
    origin_spread_km double precision, coverage_count integer,
    id bigint, center_name text, distance_m double precision, covers boolean)
LANGUAGE sql STABLE AS $$
    WITH origin AS MATERIALIZED (
        SELECT location, ST_Transform(location, 7785)::point AS xy
        FROM (
            SELECT ST_SetSRID(ST_MakePoint(coverage_of_point_at.lng, coverage_of_point_at.lat), 4326) AS location OFFSET 0
        ) AS o
    ), covering AS MATERIALIZED (
        SELECT s.provider_id, s.center_name, s.location
        FROM (
            SELECT DISTINCT v.provider_id FROM origin o JOIN service_area_versions v
                ON v.during @> coverage_of_point_at.at AND ST_Covers(v.geom, o.location)
        ) AS v
        -- OFFSET 0 keeps it from becoming a hash of all centres.
        CROSS JOIN LATERAL (
            SELECT * FROM service_provider_periods p
            WHERE p.provider_id = v.provider_id AND p.during @> coverage_of_point_at.at OFFSET 0
        ) AS s
    ), reach AS MATERIALIZED (
        SELECT point(e * 1.0025, e * 1.0025) AS m FROM (
            SELECT s.location_xy <-> (SELECT xy FROM origin) AS e FROM service_provider_periods s
            WHERE s.during @> coverage_of_point_at.at ORDER BY s.location_xy <-> (SELECT xy FROM origin) LIMIT 1
        ) AS first
    ), nearest AS MATERIALIZED (
        SELECT s.provider_id AS id, s.center_name, ST_DistanceSpheroid(s.location, o.location) AS distance_m,
            s.provider_id IN (SELECT provider_id FROM covering) AS covers
        FROM origin o, reach r, service_provider_periods s
        WHERE s.during @> coverage_of_point_at.at AND s.location_xy <@ box(o.xy - r.m, o.xy + r.m)
        ORDER BY distance_m, s.provider_id LIMIT 1
    ), centre AS (
        SELECT * FROM nearest WHERE NOT covers
        UNION ALL
        SELECT * FROM (
            SELECT s.provider_id AS id, s.center_name, ST_DistanceSpheroid(s.location, o.location) AS distance_m, true
            FROM origin o, covering s ORDER BY distance_m, id LIMIT 1000
        ) AS c
    )
    SELECT NULL::text, NULL::text, coverage_of_point_at.lat, coverage_of_point_at.lng, NULL::double precision,
        (SELECT count(*) FROM covering)::integer, c.id, c.center_name, c.distance_m, c.covers
    FROM origin o LEFT JOIN centre c ON true
    ORDER BY c.distance_m, c.id
$$;

-- The same for a pincode's point, which is the one of today: points change with the geodata alone, whose earlier
-- states aren't kept. No row: unknown pincode.
CREATE OR REPLACE FUNCTION coverage_of_pincode_at(origin integer, at timestamptz)
RETURNS TABLE (
    origin_name text, origin_district text, origin_lat double precision, origin_lng double precision,
    origin_spread_km double precision, coverage_count integer,
    id bigint, center_name text, distance_m double precision, covers boolean)
LANGUAGE sql STABLE AS $$
    SELECT p.name, d.name, p.lat, p.lng, p.spread_km, c.coverage_count, c.id, c.center_name, c.distance_m, c.covers
    FROM pincodes p JOIN districts d ON d.lgd = p.district_lgd
    CROSS JOIN LATERAL coverage_of_point_at(p.lat, p.lng, coverage_of_pincode_at.at) AS c
    WHERE p.pincode = origin
    ORDER BY c.distance_m, c.id
$$;
