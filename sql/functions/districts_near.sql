-- The districts that a point lies in or within 50 km of, which is as far as we answer; none for a point
-- beyond. Measured on the plane of EPSG:7785, up to 0.2 % off; boundaries are less certain than that.
--
-- A set, because a set-returning function is inlined into the query that asks: 32 us, where a function
-- that returns a boolean is planned anew at each call, 100 us.
CREATE OR REPLACE FUNCTION districts_near(lat double precision, lng double precision) RETURNS SETOF integer
LANGUAGE sql STABLE AS $$
    SELECT lgd FROM districts
    WHERE districts_near.lat BETWEEN 7 AND 15 AND districts_near.lng BETWEEN 75 AND 82 AND ST_DWithin(
        geom_m, ST_Transform(ST_SetSRID(ST_MakePoint(districts_near.lng, districts_near.lat), 4326), 7785), 50000)
$$;
