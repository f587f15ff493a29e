-- The cells that meet a box of longitudes and latitudes, whole, as a GeoJSON FeatureCollection.
-- Neighbours share their vertices, so six digits (0.1 m) round them alike and open no gaps.
CREATE OR REPLACE FUNCTION pincode_cells_geojson(
    west double precision, south double precision, east double precision, north double precision
) RETURNS text
LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT json_build_object('type', 'FeatureCollection', 'attribution', geodata_attribution(),
        'features', coalesce(json_agg(json_build_object('type', 'Feature', 'id', pincode,
        'properties', json_build_object('pincode', pincode::text, 'name', p.name,
            'name_ta', pincode_name_ta(pincode, p.name), 'district_lgd', district_lgd,
            'quality', quality, 'area_km2', round(c.area_km2::numeric, 2)),
        'geometry', geojson_ground(c.geom)::json) ORDER BY pincode), '[]'))::text
    FROM pincode_cells c JOIN pincodes p USING (pincode)
    WHERE ST_Intersects(c.geom, ST_MakeEnvelope(west, south, east, north, 4326))
$$;
