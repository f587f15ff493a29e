-- The districts that meet a box of longitudes and latitudes, whole, as a GeoJSON FeatureCollection. Not simplified: all 38
-- outlines together have 7,000 vertices, and neighbours simplified one by one would part along their common border.
CREATE OR REPLACE FUNCTION districts_geojson(
    west double precision, south double precision, east double precision, north double precision
) RETURNS text
LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT json_build_object('type', 'FeatureCollection', 'attribution', geodata_attribution(),
        'features', coalesce(json_agg(json_build_object('type', 'Feature', 'id', lgd,
        'properties', json_build_object('lgd', lgd, 'name', name, 'name_ta', name_ta, 'seat', seat,
            'seat_ta', seat_ta, 'population', population, 'area_km2', round(area_km2::numeric, 2)),
        'geometry', ST_AsGeoJSON(geom, 6)::json) ORDER BY name), '[]'))::text
    FROM districts WHERE ST_Intersects(geom, ST_MakeEnvelope(west, south, east, north, 4326))
$$;

-- All of them.
CREATE OR REPLACE FUNCTION districts_geojson() RETURNS text
LANGUAGE sql STABLE PARALLEL SAFE AS 'SELECT districts_geojson(-180, -90, 180, 90)';
