-- Why the nearest centres are not in the answer to a search from a point: up to 10 approved ones, by
-- distance, each with the first reason that holds.
--   service_not_offered   does not offer `wanted`
--   does_not_cover_point  `doorstep` was asked for, and no area of it covers the point
--   too_far               farther than `radius_m`
--   further_away          would do, but `k` nearer ones were taken
-- The 60 nearest are looked at: with at most 50 taken, 10 are left. Whoever would do has the same
-- place among them as in the whole state, so the first k of these are the ones taken.
CREATE OR REPLACE FUNCTION nearest_excluded(
    lat double precision, lng double precision, wanted text, doorstep boolean, k integer, radius_m double precision)
RETURNS TABLE (id bigint, center_name text, distance_m double precision, reason text)
LANGUAGE sql STABLE AS $$
    WITH origin AS MATERIALIZED (
        SELECT location, ST_Transform(location, 7785)::point AS xy
        FROM (
            SELECT ST_SetSRID(ST_MakePoint(nearest_excluded.lng, nearest_excluded.lat), 4326) AS location OFFSET 0
        ) AS o
    ), reach AS MATERIALIZED (
        SELECT coalesce(max(e) FILTER (WHERE place = 60) * 1.0025, 1e7) AS m FROM (
            SELECT e, row_number() OVER () AS place FROM (
                SELECT s.location_xy <-> (SELECT xy FROM origin) AS e FROM service_providers s
                WHERE status = 'approved' ORDER BY s.location_xy <-> (SELECT xy FROM origin) LIMIT 60
            ) AS nearest
        ) AS numbered
    ), nearest AS MATERIALIZED (
        SELECT s.id, s.center_name, ST_DistanceSpheroid(s.location, o.location) AS distance_m, o.location
        FROM origin o, reach r, service_providers s
        WHERE s.status = 'approved' AND s.location_xy <@ box(o.xy - point(r.m, r.m), o.xy + point(r.m, r.m))
        ORDER BY distance_m, s.id LIMIT 60
    ), judged AS (
        SELECT n.*, CASE
            WHEN wanted IS NOT NULL
                    AND (SELECT true FROM provider_services r WHERE r.provider_id = n.id AND r.service = wanted) IS NULL
                THEN 'service_not_offered'
            -- OFFSET 0 keeps it from reading everybody's areas at the point, once for each centre.
            WHEN doorstep AND (SELECT true FROM (
                        SELECT a.geom FROM service_areas a WHERE a.provider_id = n.id AND a.status = 'in_force' OFFSET 0
                    ) AS own WHERE ST_Covers(own.geom, n.location) LIMIT 1) IS NULL
                THEN 'does_not_cover_point'
            WHEN n.distance_m > radius_m THEN 'too_far'
            END AS reason
        FROM nearest n
    ), ranked AS (
        SELECT j.*, count(*) FILTER (WHERE j.reason IS NULL) OVER (ORDER BY j.distance_m, j.id) AS place FROM judged j
    )
    SELECT r.id, r.center_name, r.distance_m, coalesce(r.reason, 'further_away')
    FROM ranked r WHERE r.reason IS NOT NULL OR r.place > k
    ORDER BY r.distance_m, r.id LIMIT 10
$$;
