-- The ground within `radius_km` of a point, as a polygon of 64 corners that lie exactly on the geodesic circle.
--
-- By azimuth and distance on the spheroid rather than ST_Buffer(geography), which buffers in whatever flat
-- projection it finds best and is out by up to 0.1 %.
CREATE OR REPLACE FUNCTION sample_circle(lat double precision, lng double precision, radius_km double precision)
RETURNS geometry
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT ST_MakePolygon(ST_MakeLine(ARRAY(
        SELECT ST_Project(ST_SetSRID(ST_MakePoint(lng, lat), 4326)::geography, radius_km * 1000,
                          -2 * pi() * (corner % 64) / 64)::geometry
        FROM generate_series(0, 64) AS corner ORDER BY corner)))
$$;
