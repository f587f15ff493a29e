-- Whether a point lies in Tamil Nadu or within 50 km of it, which is as far as we answer. Measured on
-- the plane of EPSG:7785, up to 0.2 % off; boundaries are less certain than that.
CREATE OR REPLACE FUNCTION is_in_service_region(lat double precision, lng double precision) RETURNS boolean
LANGUAGE sql STABLE AS $$
    SELECT lat BETWEEN 7 AND 15 AND lng BETWEEN 75 AND 82 AND EXISTS (
        SELECT FROM districts
        WHERE ST_DWithin(geom_m, ST_Transform(ST_SetSRID(ST_MakePoint(lng, lat), 4326), 7785), 50000))
$$;
