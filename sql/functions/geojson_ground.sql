-- Ground as GeoJSON with 6 decimals, some 10 cm. Valid as it stands there: to cut off decimals alone can make an outline
-- touch or cross itself where it is narrower than that.
CREATE OR REPLACE FUNCTION geojson_ground(ground geometry) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$ SELECT ST_AsGeoJSON(ST_Multi(ST_ReducePrecision(ground, 1e-6)), 6) $$;
