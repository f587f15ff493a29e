-- How far each pincode's point is from the nearest approved centre, whom it covers or not, and how many cover it: of one
-- district (null: of the state), by pincode. `nearest_...` are null when there is no approved centre at all.
CREATE OR REPLACE FUNCTION coverage_distances(of_district integer, with_cells boolean)
RETURNS TABLE (
    pincode integer, district_lgd integer, coverage_count integer, nearest_id bigint, nearest_m double precision,
    cell text)
LANGUAGE sql STABLE AS $$
    SELECT p.pincode::integer, p.district_lgd, coalesce(c.coverage_count, 0), near.id, near.distance_m,
        CASE WHEN with_cells THEN geojson_ground(cell.geom) END
    FROM pincodes p
    LEFT JOIN pincode_coverage_counts c ON c.pincode = p.pincode
    LEFT JOIN pincode_cells cell ON with_cells AND cell.pincode = p.pincode
    LEFT JOIN LATERAL (SELECT p.location, p.location_m::point AS xy OFFSET 0) AS origin ON true
    LEFT JOIN LATERAL nearest_centre(origin.location, origin.xy) near ON true
    WHERE of_district IS NULL OR p.district_lgd = of_district
    ORDER BY p.pincode
$$;
