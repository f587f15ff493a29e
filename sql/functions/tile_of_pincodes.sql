-- The vector tile of the pincodes' cells, with how many centres cover the pincode's point and how much of the cell is
-- covered, from 0 to 1. Feature id: the pincode.
--
-- The box, in longitude and latitude, encloses all points that the answer depends on: a cell that the tile shows may
-- have its point elsewhere.
CREATE OR REPLACE FUNCTION tile_of_pincodes(
    z integer, x integer, y integer,
    OUT tile bytea, OUT west double precision, OUT south double precision, OUT east double precision,
    OUT north double precision)
LANGUAGE plpgsql STABLE PARALLEL SAFE AS $$
DECLARE
    f CONSTANT double precision := tile_scale(z);
    dx CONSTANT double precision := -4096.0 * x / f;
    dy CONSTANT double precision := -4096.0 * y / f;
    shown CONSTANT geometry := tile_box(z, x, y, 64);
    whole CONSTANT geometry := tile_box(z, x, y, tile_reach());
BEGIN
    -- How much of a cell no area covers, as in the view pincode_ground: of all cells at once where a tile shows most of
    -- them, else of each by itself.
    WITH whole_state AS MATERIALIZED (
        SELECT ground.pincode, sum(piece.uncovered_km2) / sum(ground.area_km2) AS uncovered
        FROM coverage_pieces ground JOIN piece_coverage piece ON piece.piece_id = ground.id
        WHERE z < 7 GROUP BY ground.pincode
    ), cell AS MATERIALIZED (
        SELECT p.pincode::integer AS id, p.name, p.district_lgd, d.name AS district,
            coalesce(k.coverage_count, 0) AS coverage_count,
            round((1 - coalesce(g.uncovered, w.uncovered)) * 10000) / 10000 AS covered_share, p.lat, p.lng,
            CASE WHEN s.geom @ whole THEN ST_TransScale(s.geom, dx, dy, f, f)
                ELSE tile_cut(s.geom, shown, dx, dy, f) END AS geom
        FROM tile_cells s JOIN pincodes p USING (pincode) JOIN districts d ON d.lgd = p.district_lgd
        LEFT JOIN pincode_coverage_counts k USING (pincode)
        LEFT JOIN whole_state w ON w.pincode = s.pincode
        LEFT JOIN LATERAL (
            SELECT sum(piece.uncovered_km2) / sum(ground.area_km2) AS uncovered
            FROM coverage_pieces ground JOIN piece_coverage piece ON piece.piece_id = ground.id
            WHERE z >= 7 AND ground.pincode = s.pincode
        ) AS g ON true
        WHERE s.zoom = tile_shape_zoom(z) AND s.geom && shown
    )
    SELECT (SELECT ST_AsMVT(feature, 'pincodes', 4096, 'geom', 'id') FROM (
            SELECT id, id::text AS pincode, name, district_lgd, district, coverage_count, covered_share, geom
            FROM cell WHERE NOT ST_IsEmpty(geom) ORDER BY id) AS feature),
        min(lng), min(lat), max(lng), max(lat)
    INTO tile, west, south, east, north FROM cell;
END
$$;
