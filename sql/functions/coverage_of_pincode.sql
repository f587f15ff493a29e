-- Who covers a pincode's point: the origin's facts, and by distance the approved centres that cover
-- it (the nearest 1,000; `coverage_count` counts all) and the nearest of all, which may or may not:
-- it is the first row. No row: unknown pincode. `id` null: there is no approved centre at all.
CREATE OR REPLACE FUNCTION coverage_of_pincode(origin integer)
RETURNS TABLE (
    origin_name text, origin_district text, origin_lat double precision, origin_lng double precision,
    origin_spread_km double precision, coverage_count integer,
    id bigint, center_name text, distance_m double precision, covers boolean)
LANGUAGE sql STABLE AS $$
    WITH nearest AS MATERIALIZED (
        SELECT * FROM nearest_to_pincode(origin, 1, NULL)
    ), centre AS (
        SELECT n.id, n.center_name, n.distance_m, false AS covers FROM nearest n WHERE n.covers IS NOT TRUE
        UNION ALL
        SELECT s.id, s.center_name, near.distance_m, true
        FROM (
            SELECT p.provider_id, p.distance_m FROM pincode_coverage p WHERE p.pincode = origin
            ORDER BY p.distance_m, p.provider_id LIMIT 1000
        ) AS near
        -- OFFSET 0 keeps it from becoming a hash of all centres.
        CROSS JOIN LATERAL (SELECT * FROM service_providers WHERE id = near.provider_id OFFSET 0) AS s
    )
    SELECT n.origin_name, n.origin_district, n.origin_lat, n.origin_lng, n.origin_spread_km, n.coverage_count,
        c.id, c.center_name, c.distance_m, c.covers
    FROM nearest n CROSS JOIN centre c
    ORDER BY c.distance_m, c.id
$$;
