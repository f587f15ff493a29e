-- The vector tile of the districts. Feature id: the LGD code.
CREATE OR REPLACE FUNCTION tile_of_districts(z integer, x integer, y integer) RETURNS bytea
LANGUAGE plpgsql STABLE PARALLEL SAFE AS $$
DECLARE
    f CONSTANT double precision := tile_scale(z);
    dx CONSTANT double precision := -4096.0 * x / f;
    dy CONSTANT double precision := -4096.0 * y / f;
    shown CONSTANT geometry := tile_box(z, x, y, 64);
    whole CONSTANT geometry := tile_box(z, x, y, tile_reach());
BEGIN
    RETURN (SELECT ST_AsMVT(feature, 'districts', 4096, 'geom', 'lgd') FROM (
        SELECT s.lgd, d.name, d.name_ta,
            CASE WHEN s.geom @ whole THEN ST_TransScale(s.geom, dx, dy, f, f)
                ELSE tile_cut(s.geom, shown, dx, dy, f) END AS geom
        FROM tile_districts s JOIN districts d USING (lgd)
        WHERE s.zoom = tile_shape_zoom(z) AND s.geom && shown
        ORDER BY s.lgd
    ) AS feature WHERE NOT ST_IsEmpty(geom));
END
$$;
