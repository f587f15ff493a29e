-- The vector tile of the areas in force of approved centres. Feature id: the area.
--
-- Below zoom 9, where outlines would lie one upon another and thousands met a tile, and in a tile that more than `most`
-- areas meet (where outlines one upon another tell nothing any more, and cutting them costs most), each area is its point
-- instead; those that fall on one spot of 1/64 of the tile are one feature, which tells by `areas` how many it stands
-- for. So nothing is left out, and a tile costs the same at any number of areas.
CREATE OR REPLACE FUNCTION tile_of_service_areas(z integer, x integer, y integer) RETURNS bytea
LANGUAGE plpgsql STABLE PARALLEL SAFE AS $$
DECLARE
    most CONSTANT integer := 120;
    f CONSTANT double precision := tile_scale(z);
    dx CONSTANT double precision := -4096.0 * x / f;
    dy CONSTANT double precision := -4096.0 * y / f;
    shown CONSTANT geometry := tile_box(z, x, y, 64);
    whole CONSTANT geometry := tile_box(z, x, y, tile_reach());
BEGIN
    -- Counted before any is cut, which is what costs.
    IF z >= 9 AND most >= (SELECT count(*) FROM (
        SELECT FROM tile_area_shapes WHERE zoom = tile_shape_zoom(z) AND geom && shown LIMIT most + 1) AS met)
    THEN
        RETURN (SELECT ST_AsMVT(feature, 'service_areas', 4096, 'geom', 'id') FILTER (WHERE NOT ST_IsEmpty(geom)) FROM (
            SELECT area_id AS id, provider_id, 1 AS areas,
                CASE WHEN geom @ whole THEN ST_TransScale(geom, dx, dy, f, f)
                    ELSE tile_cut(geom, shown, dx, dy, f) END AS geom
            FROM tile_area_shapes
            WHERE zoom = tile_shape_zoom(z) AND geom && shown
            OFFSET 0  -- else each is cut twice: for the filter, and for the tile
        ) AS feature);
    END IF;
    RETURN (SELECT ST_AsMVT(feature, 'service_areas', 4096, 'geom', 'id') FROM (
        SELECT CASE WHEN count(*) = 1 THEN min(area_id) END AS id,
            CASE WHEN count(*) = 1 THEN min(provider_id) END AS provider_id, count(*)::integer AS areas,
            tile_spot(col, line) AS geom
        FROM (
            -- Far out a tile shows so many of all that reading all is quicker than finding them.
            SELECT area_id, provider_id, at FROM tile_areas WHERE z < 9
            UNION ALL
            SELECT area_id, provider_id, at FROM tile_areas
            WHERE z >= 9 AND at <@ box(point(x / 2.0 ^ z, y / 2.0 ^ z), point((x + 1) / 2.0 ^ z, (y + 1) / 2.0 ^ z))
        ) AS near CROSS JOIN LATERAL (SELECT
            floor((at[0] * 2.0 ^ z - x) * 64)::integer AS col, floor((at[1] * 2.0 ^ z - y) * 64)::integer AS line) AS spot
        WHERE col BETWEEN 0 AND 63 AND line BETWEEN 0 AND 63
        GROUP BY col, line ORDER BY line, col
    ) AS feature);
END
$$;

-- The middle of one of the 64 by 64 spots of a tile.
CREATE OR REPLACE FUNCTION tile_spot(col integer, line integer) RETURNS geometry
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS 'SELECT ST_MakePoint(col * 64 + 32, line * 64 + 32)';
