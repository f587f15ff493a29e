-- The `k` (1-50) approved centres nearest to a pincode's point, by geodesic distance, ties by id;
-- with `radius_m` only those within it. No row: unknown pincode. One row without a centre: nobody.
--
-- Exact, in two steps over one index of planar points (EPSG:7785):
-- 1. `reach`: how far, on the plane, the k-th nearest is. At least k centres are that near, so the
--    k-th geodesic distance is at most reach / (least scale).
-- 2. Whoever is geodesically that near lies on the plane within reach * (greatest / least scale).
--    All centres in that box are put in exact order.
-- Within 75-82 E and 7-15 N, where all centres and origins are, the scale of EPSG:7785 is from
-- 0.99979 to 1.00180 (it grows with the distance from 78.375 E alone): a ratio of 1.00201; 1.0025
-- also takes in that a geodesic bends out of the region by a few hundred metres. The ring that the
-- 0.25 % adds holds a twentieth of a centre on average.
--
-- `covers`: a centre among the k nearest that covers the pincode is also among the k nearest of
-- those that cover it, so one short stretch of the kept pairs tells; five more than k, should
-- equal distances have been kept in another library version's last digit.
--
-- The constant LIMIT 50 lets the planner know that it will be few, whatever k is: the generic plan
-- is then the best one, and is not made anew at each call.
CREATE OR REPLACE FUNCTION nearest_to_pincode(origin integer, k integer, radius_m double precision)
RETURNS SETOF nearest_row
LANGUAGE sql STABLE AS $$
    SELECT o.name, d.name, o.lat, o.lng, o.spread_km, coalesce(c.coverage_count, 0),
        s.id, s.center_name, s.address, s.city, s.district, s.pincode::integer, s.phone, s.lat, s.lng,
        s.distance_m, s.id = ANY (covering.ids), s.open_minutes, s.is_sample, s.closed_during
    FROM pincodes o
    JOIN districts d ON d.lgd = o.district_lgd
    LEFT JOIN pincode_coverage_counts c ON c.pincode = o.pincode
    CROSS JOIN LATERAL (
        SELECT o.location_m::point AS xy, ARRAY(
            SELECT provider_id FROM pincode_coverage p WHERE p.pincode = o.pincode
            ORDER BY distance_m, provider_id LIMIT k + 5) AS ids
        OFFSET 0
    ) AS covering
    LEFT JOIN LATERAL (
        SELECT point(e * 1.0025, e * 1.0025) AS m FROM (
            SELECT s.location_xy <-> covering.xy AS e FROM service_providers s
            WHERE status = 'approved' ORDER BY s.location_xy <-> covering.xy LIMIT 50
        ) AS nearest OFFSET k - 1 LIMIT 1
    ) AS reach ON true
    LEFT JOIN LATERAL (
        SELECT s.*, ST_DistanceSpheroid(s.location, o.location) AS distance_m
        FROM service_providers s
        WHERE status = 'approved' AND s.location_xy <@ box(
            covering.xy - coalesce(reach.m, point(1e7, 1e7)), covering.xy + coalesce(reach.m, point(1e7, 1e7)))
        ORDER BY distance_m, s.id LIMIT k
    ) AS s ON s.distance_m <= coalesce(radius_m, 'Infinity')
    WHERE o.pincode = origin
    ORDER BY s.distance_m, s.id
$$;
