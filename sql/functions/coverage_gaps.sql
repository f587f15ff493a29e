-- Pincodes whose point fewer than `below` approved centres cover, of one district (null: of the state): by the number
-- of centres, then by demand, the greatest first, then by pincode; `k` of them after the one at `after_...` (null: from
-- the first). `total` counts all. There is always a row; without a pincode when there is none to tell of.
--
-- `covered_share` and `uncovered_km2` are of the pincode's cell, geodesic. The nearest centre is found as in
-- coverage_of_point.sql, for the rows of the page alone.
CREATE OR REPLACE FUNCTION coverage_gaps(
    of_district integer, below integer, after_count integer, after_demand integer, after_pincode integer, k integer,
    with_cells boolean
) RETURNS TABLE (
    total bigint, pincode integer, name text, district_lgd integer, district text, lat double precision,
    lng double precision, coverage_count integer, covered_share double precision, uncovered_km2 double precision,
    demand integer, nearest_id bigint, nearest_name text, nearest_m double precision, cell text)
LANGUAGE sql STABLE AS $$
    WITH gap AS MATERIALIZED (
        SELECT p.pincode::integer AS pincode, coalesce(c.coverage_count, 0) AS coverage_count,
            coalesce(e.households, 0) AS demand
        FROM pincodes p
        LEFT JOIN pincode_coverage_counts c ON c.pincode = p.pincode
        LEFT JOIN pincode_demand e ON e.pincode = p.pincode
        WHERE coalesce(c.coverage_count, 0) < below AND (of_district IS NULL OR p.district_lgd = of_district)
    ), page AS MATERIALIZED (
        SELECT * FROM gap
        WHERE after_pincode IS NULL
            OR (gap.coverage_count, -gap.demand, gap.pincode) > (after_count, -after_demand, after_pincode)
        ORDER BY gap.coverage_count, gap.demand DESC, gap.pincode LIMIT k
    )
    SELECT gaps.total, page.pincode, p.name, p.district_lgd, d.name, p.lat, p.lng, page.coverage_count,
        coalesce(1 - ground.uncovered_km2 / ground.area_km2, 0), coalesce(ground.uncovered_km2, 0), page.demand,
        near.id, near.center_name, near.distance_m, CASE WHEN with_cells THEN ST_AsGeoJSON(cell.geom, 6) END
    FROM (SELECT count(*) AS total FROM gap) AS gaps
    LEFT JOIN page ON true
    LEFT JOIN pincodes p ON p.pincode = page.pincode
    LEFT JOIN districts d ON d.lgd = p.district_lgd
    LEFT JOIN pincode_ground ground ON ground.pincode = page.pincode
    LEFT JOIN pincode_cells cell ON with_cells AND cell.pincode = page.pincode
    LEFT JOIN LATERAL (SELECT p.location, p.location_m::point AS xy OFFSET 0) AS origin ON true
    LEFT JOIN LATERAL (
        SELECT point(e * 1.0025, e * 1.0025) AS m FROM (
            SELECT s.location_xy <-> origin.xy AS e FROM service_providers s
            WHERE status = 'approved' ORDER BY s.location_xy <-> origin.xy LIMIT 1
        ) AS first
    ) AS reach ON true
    LEFT JOIN LATERAL (
        SELECT s.id, s.center_name, ST_DistanceSpheroid(s.location, origin.location) AS distance_m
        FROM service_providers s
        WHERE s.status = 'approved' AND s.location_xy <@ box(origin.xy - reach.m, origin.xy + reach.m)
        ORDER BY distance_m, s.id LIMIT 1
    ) AS near ON true
    ORDER BY page.coverage_count, page.demand DESC, page.pincode
$$;
