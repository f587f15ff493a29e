-- The ground that a centre serves now: the union of its areas in force, as a GeoJSON geometry with 7
-- decimals (1 cm). Null if it has none. Whether the centre is approved is the caller's question.
CREATE OR REPLACE FUNCTION provider_service_area(centre bigint) RETURNS text
LANGUAGE sql STABLE AS $$
    SELECT ST_AsGeoJSON(ST_Multi(ST_Union(geom)), 7)
    FROM service_areas WHERE provider_id = centre AND status = 'in_force'
$$;
