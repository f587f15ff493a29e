-- The state's outline: what sample service areas are cut to.
--
-- Union of the districts. Their boundaries were drawn one by one, so some five hundred slivers of a few
-- hundred metres lie between them; a hole under 5 km2 is such a gap and is filled, a larger one is Puducherry.
CREATE OR REPLACE FUNCTION sample_outline() RETURNS geometry
LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT ST_Union(ST_MakePolygon(ST_ExteriorRing(part.geom), ARRAY(
            SELECT ST_ExteriorRing(ring.geom)
            FROM ST_DumpRings(part.geom) AS ring
            WHERE ring.path[1] > 0 AND ST_Area(ring.geom::geography) >= 5e6
            ORDER BY ring.path[1])))
    FROM (SELECT (ST_Dump(ST_Union(geom))).geom FROM districts) AS part
$$;
