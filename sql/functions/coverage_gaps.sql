-- Pincodes whose point fewer than `below` approved centres cover, of one district (null: of the state): by the number
-- of centres, then by demand, the greatest first, then by pincode; `k` of them after the one at `after_...` (null: from
-- the first). `total` counts all. There is always a row; without a pincode when there is none to tell of.
--
-- `demand` is what the choice of new sites weighs, so that both agree: see weighed_demand.sql.
-- `covered_share` and `uncovered_km2` are of the pincode's cell, geodesic. The nearest centre is looked for by the rows
-- of the page alone.
CREATE OR REPLACE FUNCTION coverage_gap_list(
    of_district integer, below integer, after_count integer, after_demand integer, after_pincode integer, k integer,
    with_cells boolean
) RETURNS TABLE (
    total bigint, pincode integer, name text, district_lgd integer, district text, lat double precision,
    lng double precision, coverage_count integer, covered_share double precision, uncovered_km2 double precision,
    demand integer, estimated_demand integer, observed_searches bigint, nearest_id bigint,
    nearest_name text, nearest_m double precision, cell text)
LANGUAGE sql STABLE AS $$
    WITH gap AS MATERIALIZED (
        SELECT p.pincode::integer AS pincode, coalesce(c.coverage_count, 0) AS coverage_count,
            w.demand, w.estimated_demand, w.observed_searches
        FROM pincodes p
        LEFT JOIN pincode_coverage_counts c ON c.pincode = p.pincode
        CROSS JOIN LATERAL weighed_demand(p.pincode) w
        WHERE coalesce(c.coverage_count, 0) < below AND (of_district IS NULL OR p.district_lgd = of_district)
    ), page AS MATERIALIZED (
        SELECT * FROM gap
        WHERE after_pincode IS NULL
            OR (gap.coverage_count, -gap.demand, gap.pincode) > (after_count, -after_demand, after_pincode)
        ORDER BY gap.coverage_count, gap.demand DESC, gap.pincode LIMIT k
    )
    SELECT gaps.total, page.pincode, p.name, p.district_lgd, d.name, p.lat, p.lng, page.coverage_count,
        coalesce(1 - ground.uncovered_km2 / ground.area_km2, 0), coalesce(ground.uncovered_km2, 0), page.demand,
        page.estimated_demand, page.observed_searches, near.id, near.center_name, near.distance_m, CASE WHEN with_cells THEN geojson_ground(cell.geom) END
    FROM (SELECT count(*) AS total FROM gap) AS gaps
    LEFT JOIN page ON true
    LEFT JOIN pincodes p ON p.pincode = page.pincode
    LEFT JOIN districts d ON d.lgd = p.district_lgd
    LEFT JOIN pincode_ground ground ON ground.pincode = page.pincode
    LEFT JOIN pincode_cells cell ON with_cells AND cell.pincode = page.pincode
    LEFT JOIN LATERAL (SELECT p.location, p.location_m::point AS xy OFFSET 0) AS origin ON true
    LEFT JOIN LATERAL nearest_centre(origin.location, origin.xy) AS near ON true
    ORDER BY page.coverage_count, page.demand DESC, page.pincode
$$;

-- The same as the version before asks for it, which may still run beside this one.
CREATE OR REPLACE FUNCTION coverage_gaps(
    of_district integer, below integer, after_count integer, after_demand integer, after_pincode integer, k integer,
    with_cells boolean
) RETURNS TABLE (
    total bigint, pincode integer, name text, district_lgd integer, district text, lat double precision,
    lng double precision, coverage_count integer, covered_share double precision, uncovered_km2 double precision,
    demand integer, nearest_id bigint, nearest_name text, nearest_m double precision, cell text)
LANGUAGE sql STABLE AS $$
    SELECT total, pincode, name, district_lgd, district, lat, lng, coverage_count, covered_share, uncovered_km2, demand,
        nearest_id, nearest_name, nearest_m, cell
    FROM coverage_gap_list(of_district, below, after_count, after_demand, after_pincode, k, with_cells)
$$;
