-- The vector tile of the places that have names: the better known, the farther out. Feature id: the place.
CREATE OR REPLACE FUNCTION tile_of_places(z integer, x integer, y integer) RETURNS bytea
LANGUAGE plpgsql STABLE PARALLEL SAFE AS $$
DECLARE
    near CONSTANT box := tile_lng_lat(z, x, y, 64);
    -- From which zoom each of the ranks 1 to 9 is shown.
    least_known CONSTANT integer := CASE WHEN z < 6 THEN 1 WHEN z < 9 THEN 3 WHEN z < 10 THEN 4
        WHEN z < 12 THEN 6 WHEN z < 13 THEN 8 ELSE 9 END;
BEGIN
    RETURN (SELECT ST_AsMVT(feature, 'places', 4096, 'geom', 'id') FROM (
        SELECT id, kind, label, label_ta, rank::integer AS rank, pincode::text AS pincode,
            ST_MakePoint(floor((at[0] * 2.0 ^ z - x) * 4096), floor((at[1] * 2.0 ^ z - y) * 4096)) AS geom
        FROM places CROSS JOIN LATERAL (SELECT mercator_share(lng, lat) AS at OFFSET 0) AS m
        WHERE point(lng, lat) <@ near AND rank <= least_known ORDER BY rank, id
    ) AS feature);
END
$$;
