-- What ground a service area means, by the way it was asked for: a valid MultiPolygon in WGS 84 whose corners lie on
-- the grid of 1e-7 degrees (1 cm) on which it is shown, so that what is shown and what is stored are the same.

-- Corners on the grid, outer rings anticlockwise (RFC 7946). Rounding may close a strip narrower than 1 cm, so rings
-- can change; the result is valid all the same. Null when nothing is left.
CREATE OR REPLACE FUNCTION area_on_grid(ground geometry) RETURNS geometry
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    -- Through the text, because ST_ReducePrecision's coordinates are multiples of 1e-7 up to a last binary digit.
    SELECT CASE WHEN NOT ST_IsEmpty(g.geom) THEN
        ST_SetSRID(ST_GeomFromGeoJSON(ST_AsGeoJSON(ST_ForcePolygonCCW(ST_Multi(g.geom)), 7)), 4326) END
    FROM (SELECT ST_CollectionExtract(ST_ReducePrecision(ground, 1e-7), 3) AS geom OFFSET 0) AS g
$$;

-- The union of the pincodes' cells, and 20 m around the point of a pincode whose point lies outside its own cell: cells
-- are cut to the districts that a pincode names, and two pincodes may have their points on the same spot. Whoever names a
-- pincode means its point, by which everybody is told whether it is covered. `unknown` names those that have no cell;
-- then there is no ground.
CREATE OR REPLACE FUNCTION area_of_pincodes(wanted integer[], OUT unknown integer[], OUT geom geometry)
LANGUAGE sql STABLE AS $$
    SELECT ARRAY(SELECT DISTINCT w FROM unnest(wanted) AS w
                 WHERE NOT EXISTS (SELECT FROM pincode_cells c WHERE c.pincode = w) ORDER BY w),
        (SELECT area_on_grid(ST_Union(ARRAY[
             ST_Union(c.geom),
             ST_Union(CASE WHEN NOT ST_Covers(c.geom, p.location) THEN
                 area_of_circle(ST_Y(p.location), ST_X(p.location), 0.02) END)]))
         FROM pincode_cells c JOIN pincodes p USING (pincode) WHERE c.pincode = ANY (wanted)
         HAVING count(*) = (SELECT count(DISTINCT w) FROM unnest(wanted) AS w))
$$;

CREATE OR REPLACE FUNCTION area_of_district(wanted integer) RETURNS geometry
LANGUAGE sql STABLE AS 'SELECT area_on_grid(geom) FROM districts WHERE lgd = wanted';

-- The ground within `radius_km` of a point, cut to the allowed region; null when nothing of it lies there.
--
-- Corners lie exactly on the geodesic circle, by azimuth and distance on the spheroid (ST_Buffer(geography) is out by
-- up to 0.1 %), as many as it takes for an edge to stay within 10 m of it.
CREATE OR REPLACE FUNCTION area_of_circle(lat double precision, lng double precision, radius_km double precision)
RETURNS geometry
LANGUAGE plpgsql STABLE AS $$
DECLARE
    middle geometry := ST_SetSRID(ST_MakePoint(lng, lat), 4326);
    corners integer := greatest(64, 4 * ceil(pi() / acos(1 - least(0.01 / radius_km, 0.01)) / 4));
    circle geometry;
BEGIN
    circle := ST_MakePolygon(ST_MakeLine(ARRAY(
        SELECT ST_Project(middle::geography, radius_km * 1000, -2 * pi() * (corner % corners) / corners)::geometry
        FROM generate_series(0, corners) AS corner ORDER BY corner)));
    -- No point of the circle is farther from the state than the middle is, and its radius.
    IF radius_km > 49 OR NOT EXISTS (
        SELECT FROM districts d
        WHERE ST_DWithin(d.geom_m, ST_Transform(middle, 7785), 49000 - radius_km * 1000))
    THEN
        circle := ST_Intersection(circle, allowed_region());
    END IF;
    RETURN area_on_grid(circle);
END
$$;
