-- Pincodes whose point one centre alone covers, and that centre: what is a gap when it closes. By demand, the greatest
-- first, then by pincode; `k` of them after the one at `after_...` (null: from the first). `total` counts all. There is
-- always a row; without a pincode when there is none to tell of.
CREATE OR REPLACE FUNCTION coverage_fragile(
    of_district integer, after_demand integer, after_pincode integer, k integer, with_cells boolean
) RETURNS TABLE (
    total bigint, pincode integer, name text, district_lgd integer, district text, lat double precision,
    lng double precision, demand integer, centre_id bigint, centre_name text, centre_m double precision, cell text)
LANGUAGE sql STABLE AS $$
    WITH fragile AS MATERIALIZED (
        SELECT p.pincode::integer AS pincode, coalesce(e.households, 0) AS demand
        FROM pincodes p
        JOIN pincode_coverage_counts c ON c.pincode = p.pincode AND c.coverage_count = 1
        LEFT JOIN pincode_demand e ON e.pincode = p.pincode
        WHERE of_district IS NULL OR p.district_lgd = of_district
    ), page AS MATERIALIZED (
        SELECT * FROM fragile
        WHERE after_pincode IS NULL OR (-fragile.demand, fragile.pincode) > (-after_demand, after_pincode)
        ORDER BY fragile.demand DESC, fragile.pincode LIMIT k
    )
    SELECT fragiles.total, page.pincode, p.name, p.district_lgd, d.name, p.lat, p.lng, page.demand, s.id, s.center_name,
        pair.distance_m, CASE WHEN with_cells THEN geojson_ground(cell.geom) END
    FROM (SELECT count(*) AS total FROM fragile) AS fragiles
    LEFT JOIN page ON true
    LEFT JOIN pincodes p ON p.pincode = page.pincode
    LEFT JOIN districts d ON d.lgd = p.district_lgd
    LEFT JOIN LATERAL (
        SELECT * FROM pincode_coverage pair WHERE pair.pincode = page.pincode ORDER BY distance_m LIMIT 1
    ) AS pair ON true
    LEFT JOIN LATERAL (SELECT * FROM service_providers s WHERE s.id = pair.provider_id OFFSET 0) AS s ON true
    LEFT JOIN pincode_cells cell ON with_cells AND cell.pincode = page.pincode
    ORDER BY page.demand DESC, page.pincode
$$;
