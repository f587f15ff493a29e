-- What the coverage would be if the centres in `removed` had no area and the areas in `added` were in force: a row for
-- the state (`lgd` null) and one for each district that the ground in question meets, before and after. `gained` and
-- `lost` are the district's pincodes that would begin and cease to be covered; of the state's row, all. Writes nothing.
--
-- The result is that of the change itself, down to rounding: added areas come last, as new ones do.
CREATE OR REPLACE FUNCTION coverage_what_if(removed bigint[], added geometry[])
RETURNS TABLE (
    lgd integer, name text, name_ta text, covered_pincodes integer, covered_km2 double precision, covered_demand bigint,
    covered_pincodes_after integer, covered_km2_after double precision, covered_demand_after bigint,
    gained integer[], lost integer[])
LANGUAGE sql STABLE AS $$
    WITH ground AS MATERIALIZED (
        SELECT geom FROM unnest(added) AS area (geom)
        UNION ALL
        SELECT a.geom FROM service_areas a JOIN service_providers s ON s.id = a.provider_id AND s.status = 'approved'
        WHERE a.provider_id = ANY (removed) AND a.status = 'in_force'
    ), taken AS MATERIALIZED (
        SELECT k.pincode, count(*) AS centres FROM pincode_coverage k
        WHERE k.provider_id = ANY (removed) GROUP BY k.pincode
    ), given AS MATERIALIZED (
        SELECT DISTINCT p.pincode::integer AS pincode FROM unnest(added) AS area JOIN pincodes p ON ST_Covers(area, p.location)
    ), point AS (
        SELECT p.pincode::integer AS pincode, p.district_lgd, coalesce(e.households, 0) AS demand,
            coalesce(c.coverage_count, 0) > 0 AS before,
            coalesce(c.coverage_count, 0) > coalesce(taken.centres, 0) OR given.pincode IS NOT NULL AS after
        FROM pincodes p
        LEFT JOIN pincode_coverage_counts c ON c.pincode = p.pincode
        LEFT JOIN pincode_demand e ON e.pincode = p.pincode
        LEFT JOIN taken ON taken.pincode = p.pincode
        LEFT JOIN given ON given.pincode = p.pincode
    ), points AS (
        SELECT point.district_lgd AS lgd, count(*) FILTER (WHERE before) AS covered,
            count(*) FILTER (WHERE after) AS covered_after, coalesce(sum(demand) FILTER (WHERE before), 0) AS demand,
            coalesce(sum(demand) FILTER (WHERE after), 0) AS demand_after,
            coalesce(array_agg(pincode ORDER BY pincode) FILTER (WHERE after AND NOT before), '{}') AS gained,
            coalesce(array_agg(pincode ORDER BY pincode) FILTER (WHERE before AND NOT after), '{}') AS lost
        FROM point GROUP BY point.district_lgd
    ), pieces AS (
        SELECT p.district_lgd AS lgd, sum(p.area_km2 ORDER BY p.id) AS km2,
            sum(k.uncovered_km2 ORDER BY p.id) AS rest,
            sum(coalesce(t.uncovered_km2, k.uncovered_km2) ORDER BY p.id) AS rest_after
        FROM coverage_pieces p JOIN piece_coverage k ON k.piece_id = p.id
        LEFT JOIN coverage_pieces_if(removed, added) t ON t.piece_id = p.id
        GROUP BY p.district_lgd
    ), district AS MATERIALIZED (
        SELECT d.lgd, d.name, d.name_ta, coalesce(points.covered, 0)::integer AS covered,
            d.area_km2 * coalesce(1 - pieces.rest / pieces.km2, 0) AS km2, coalesce(points.demand, 0)::bigint AS demand,
            coalesce(points.covered_after, 0)::integer AS covered_after,
            d.area_km2 * coalesce(1 - pieces.rest_after / pieces.km2, 0) AS km2_after,
            coalesce(points.demand_after, 0)::bigint AS demand_after, points.gained, points.lost,
            points.gained <> '{}' OR points.lost <> '{}' OR EXISTS (
                SELECT FROM ground JOIN coverage_pieces p ON p.geom && ground.geom
                WHERE p.district_lgd = d.lgd AND ground.geom && d.geom
                    AND ST_Area(ST_Intersection(ground.geom, p.geom)) > 0
            ) AS is_touched
        FROM districts d LEFT JOIN points ON points.lgd = d.lgd LEFT JOIN pieces ON pieces.lgd = d.lgd
    )
    SELECT NULL::integer, 'Tamil Nadu', 'தமிழ்நாடு', sum(covered)::integer, sum(km2 ORDER BY lgd), sum(demand)::bigint,
        sum(covered_after)::integer, sum(km2_after ORDER BY lgd), sum(demand_after)::bigint,
        (SELECT coalesce(array_agg(pincode ORDER BY pincode), '{}') FROM point WHERE after AND NOT before),
        (SELECT coalesce(array_agg(pincode ORDER BY pincode), '{}') FROM point WHERE before AND NOT after)
    FROM district
    UNION ALL
    SELECT * FROM (
        SELECT lgd, name, name_ta, covered, km2, demand, covered_after, km2_after, demand_after, gained, lost
        FROM district WHERE is_touched ORDER BY name
    ) AS touched
$$;

-- What would be left uncovered of the pieces that such a change alters.
CREATE OR REPLACE FUNCTION coverage_pieces_if(removed bigint[], added geometry[])
RETURNS TABLE (piece_id integer, uncovered_km2 double precision)
LANGUAGE plpgsql STABLE
SET enable_seqscan = off SET jit = off AS $$
DECLARE
    piece record;
    area geometry;
    rest geometry;
BEGIN
    FOR piece IN
        WITH losing AS MATERIALIZED (
            SELECT DISTINCT p.id
            FROM service_areas a
            JOIN service_providers s ON s.id = a.provider_id AND s.status = 'approved'
            JOIN coverage_pieces p ON p.geom && a.geom
            JOIN piece_coverage k ON k.piece_id = p.id
            WHERE a.provider_id = ANY (removed) AND a.status = 'in_force'
                AND (k.uncovered IS NOT NULL OR a.id <= k.last_area_id)
        ), gaining AS (
            SELECT DISTINCT p.id
            FROM unnest(added) AS g (geom)
            JOIN coverage_pieces p ON p.geom && g.geom
            JOIN piece_coverage k ON k.piece_id = p.id
            WHERE k.uncovered IS NOT NULL
        )
        SELECT p.id, p.geom, p.area_km2, k.uncovered, losing.id IS NOT NULL AS loses
        FROM losing FULL JOIN gaining ON gaining.id = losing.id
        JOIN coverage_pieces p ON p.id = coalesce(losing.id, gaining.id)
        JOIN piece_coverage k ON k.piece_id = p.id
    LOOP
        rest := CASE WHEN piece.loses THEN ground_without_areas(piece.geom, removed) ELSE piece.uncovered END;
        FOREACH area IN ARRAY added LOOP
            EXIT WHEN rest IS NULL;
            rest := ground_without(rest, area);
        END LOOP;
        piece_id := piece.id;
        uncovered_km2 := least(piece.area_km2, coalesce(geodesic_area_km2(rest), 0));
        RETURN NEXT;
    END LOOP;
END
$$;

-- What is left of ground without the areas in force of approved centres, but for those of the centres named; null when
-- that is nothing. The same ground as by coverage_fold, since it is folded so; but where an area that has all corners
-- leaves nothing of it, as most often, it looks no further. Strips of the fold that are wider than ground_without drops,
-- and that this area alone would leave narrower, are then missed: at most 1 cm along the piece's edge.
CREATE OR REPLACE FUNCTION ground_without_areas(ground geometry, but_of bigint[]) RETURNS geometry
LANGUAGE plpgsql STABLE
SET enable_seqscan = off AS $$
DECLARE
    corners CONSTANT geometry := ST_Points(ground);
    area geometry;
BEGIN
    SELECT a.geom INTO area FROM service_areas a
    WHERE a.status = 'in_force' AND ST_Covers(a.geom, corners) AND a.provider_id <> ALL (but_of)
        AND (SELECT s.status FROM service_providers s WHERE s.id = a.provider_id) = 'approved'
    LIMIT 1;
    IF FOUND AND ground_without(ground, area) IS NULL THEN
        RETURN NULL;
    END IF;
    RETURN (SELECT uncovered FROM coverage_fold(areas_near(ground, but_of), ground, NULL));
END
$$;
