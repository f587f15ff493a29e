-- How many pincodes' points lie within a geometry or on its border.
CREATE OR REPLACE FUNCTION pincodes_within(geom geometry) RETURNS integer
LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT count(*)::integer FROM pincodes AS p WHERE ST_Covers(pincodes_within.geom, p.location)
$$;
