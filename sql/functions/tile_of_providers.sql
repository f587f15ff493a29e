-- The vector tile of the approved centres. Feature id: the centre. The list names the centres that the tile names, and
-- so goes out of date with.
--
-- Below zoom 12, centres that fall on one spot of 1/64 of the tile are one feature, which tells by `centres` how many it
-- stands for and has no name.
CREATE OR REPLACE FUNCTION tile_of_providers(
    z integer, x integer, y integer, OUT tile bytea, OUT named bigint[])
LANGUAGE plpgsql STABLE PARALLEL SAFE AS $$
DECLARE
    near CONSTANT box := tile_lng_lat(z, x, y, CASE WHEN z < 12 THEN 0 ELSE 64 END);
BEGIN
    IF z < 12 THEN
        tile := (SELECT ST_AsMVT(feature, 'providers', 4096, 'geom', 'id') FROM (
            SELECT CASE WHEN count(*) = 1 THEN min(id) END AS id, count(*)::integer AS centres,
                tile_spot(col, line) AS geom
            FROM service_providers CROSS JOIN LATERAL (SELECT mercator_share(lng, lat) AS at OFFSET 0) AS m
            CROSS JOIN LATERAL (SELECT
                floor((at[0] * 2.0 ^ z - x) * 64)::integer AS col,
                floor((at[1] * 2.0 ^ z - y) * 64)::integer AS line) AS spot
            WHERE status = 'approved' AND point(lng, lat) <@ near
                AND col BETWEEN 0 AND 63 AND line BETWEEN 0 AND 63
            GROUP BY col, line ORDER BY line, col
        ) AS feature);
        named := '{}';
    ELSE
        SELECT ST_AsMVT(feature, 'providers', 4096, 'geom', 'id'), coalesce(array_agg(id), '{}') INTO tile, named
        FROM (
            SELECT id, center_name, 1 AS centres, ST_MakePoint(
                floor((at[0] * 2.0 ^ z - x) * 4096), floor((at[1] * 2.0 ^ z - y) * 4096)) AS geom
            FROM service_providers CROSS JOIN LATERAL (SELECT mercator_share(lng, lat) AS at OFFSET 0) AS m
            WHERE status = 'approved' AND point(lng, lat) <@ near ORDER BY id
        ) AS feature;
    END IF;
END
$$;
