-- The approved centres that have an area in force which covers the point (WGS 84), border included,
-- edges straight in longitude and latitude; in no order, each once.
--
-- A set, so that the planner takes it into the statement that asks; as an array it would be planned
-- anew at each call, for 0.2 ms.
CREATE OR REPLACE FUNCTION centres_covering(place geometry) RETURNS SETOF bigint
LANGUAGE sql STABLE AS $$
    SELECT DISTINCT a.provider_id
    FROM service_areas a JOIN service_providers s ON s.id = a.provider_id AND s.status = 'approved'
    WHERE a.status = 'in_force' AND ST_Covers(a.geom, place)
$$;
