-- How much of the state is covered, by district in the order of their names, after a first row for the whole state
-- (`lgd` null). A pincode counts as covered by its point. With `with_ground` also the district's outline as GeoJSON.
--
-- The covered share of the pieces is applied to the district's own area, from which theirs differs by some 1e-6, so
-- that what is covered whole shows no more and no less than it has.
CREATE OR REPLACE FUNCTION coverage_summary(with_ground boolean)
RETURNS TABLE (
    lgd integer, name text, name_ta text, pincodes integer, covered_pincodes integer, area_km2 double precision,
    covered_km2 double precision, demand bigint, covered_demand bigint, ground text)
LANGUAGE sql STABLE AS $$
    WITH point AS (
        SELECT p.district_lgd AS lgd, count(*)::integer AS pincodes,
            (count(*) FILTER (WHERE c.coverage_count > 0))::integer AS covered_pincodes,
            sum(e.households) AS demand, sum(e.households) FILTER (WHERE c.coverage_count > 0) AS covered_demand
        FROM pincodes p
        LEFT JOIN pincode_coverage_counts c ON c.pincode = p.pincode
        LEFT JOIN pincode_demand e ON e.pincode = p.pincode
        GROUP BY p.district_lgd
    ), piece AS (
        SELECT p.district_lgd AS lgd, 1 - sum(k.uncovered_km2 ORDER BY p.id) / sum(p.area_km2 ORDER BY p.id) AS share
        FROM coverage_pieces p JOIN piece_coverage k ON k.piece_id = p.id
        GROUP BY p.district_lgd
    ), district AS (
        SELECT d.lgd, d.name, d.name_ta, coalesce(point.pincodes, 0) AS pincodes,
            coalesce(point.covered_pincodes, 0) AS covered_pincodes, d.area_km2,
            d.area_km2 * coalesce(piece.share, 0) AS covered_km2,
            coalesce(point.demand, 0) AS demand, coalesce(point.covered_demand, 0) AS covered_demand,
            CASE WHEN with_ground THEN ST_AsGeoJSON(d.geom, 6) END AS ground
        FROM districts d LEFT JOIN point ON point.lgd = d.lgd LEFT JOIN piece ON piece.lgd = d.lgd
    )
    SELECT * FROM (
        SELECT NULL::integer AS lgd, 'Tamil Nadu' AS name, 'தமிழ்நாடு' AS name_ta, coalesce(sum(pincodes), 0)::integer,
            coalesce(sum(covered_pincodes), 0)::integer, coalesce(sum(area_km2 ORDER BY lgd), 0),
            coalesce(sum(covered_km2 ORDER BY lgd), 0), coalesce(sum(demand), 0)::bigint,
            coalesce(sum(covered_demand), 0)::bigint, NULL::text
        FROM district
        UNION ALL
        SELECT lgd, name, name_ta, pincodes, covered_pincodes, area_km2, covered_km2, demand::bigint,
            covered_demand::bigint, ground
        FROM district
    ) AS answer
    ORDER BY lgd IS NOT NULL, name
$$;
