-- Which approved centres have an area in force that shares ground with one of the areas in `added`: `k` of them, the
-- nearest first (from where the centre is to the middle of all that is added), and in `total` how many there are.
-- `givers` are the centres that the added areas belong to, in their order (0: none yet), since nobody overlaps with
-- oneself; areas of the centres in `removed` don't count. Less than 1 m2 of a connected part of what is added is a common
-- border and no overlap.
--
-- The cost is that of the areas whose box meets a connected part's. Whatever reaches 10 m deep into the part, or contains
-- a point of it, is certain, and cheap to see; what is still in doubt is cut with the pieces of it that are near. Ids
-- alone go on from there, as what is added may be long. In PL/pgSQL, which keeps the plan: in SQL it would be planned anew
-- at every call.
CREATE OR REPLACE FUNCTION centres_overlapping(added geometry[], givers bigint[], removed bigint[], k integer)
RETURNS TABLE (id bigint, center_name text, total bigint)
LANGUAGE plpgsql STABLE
SET enable_seqscan = off SET jit = off AS $$
BEGIN
    RETURN QUERY
    WITH given AS MATERIALIZED (
        SELECT a.geom, a.giver FROM unnest(added, givers) AS a (geom, giver)
    ), ground AS MATERIALIZED (
        SELECT geom, ST_Centroid(geom) AS middle
        FROM (SELECT CASE WHEN count(*) = 1 THEN (array_agg(geom))[1] ELSE ST_Union(geom) END AS geom FROM given) AS g
    ), part AS MATERIALIZED (
        SELECT d.path, d.geom, ST_Buffer(d.geom, -1e-4, 'quad_segs=1') AS core, ST_PointOnSurface(d.geom) AS inside
        FROM ground, ST_Dump(ground.geom) AS d
    ), piece AS MATERIALIZED (
        SELECT part.path, ST_Subdivide(part.geom, 100) AS geom FROM part
    ), sharing AS (
        SELECT a.provider_id FROM part g JOIN service_areas a ON a.geom && g.geom AND a.status = 'in_force'
        WHERE a.provider_id <> ALL (givers) AND a.provider_id <> ALL (removed)
            AND CASE
                WHEN ST_Intersects(g.core, a.geom) OR ST_Contains(a.geom, g.inside) THEN true
                WHEN NOT ST_Intersects(g.geom, a.geom) THEN false
                ELSE 1e-6 <= (
                    SELECT sum(geodesic_area_km2(ST_CollectionExtract(ST_Intersection(p.geom, a.geom), 3)))
                    FROM piece p WHERE p.path = g.path AND p.geom && a.geom) END
        UNION
        -- The givers' own areas, of which there are few, with what others add.
        SELECT g.giver
        FROM (SELECT DISTINCT giver FROM given WHERE giver <> 0 AND giver <> ALL (removed)) AS g
        CROSS JOIN LATERAL (
            SELECT geom FROM service_areas a WHERE a.provider_id = g.giver AND a.status = 'in_force' OFFSET 0) AS own
        JOIN given o ON o.giver <> g.giver AND o.geom && own.geom
        WHERE geodesic_area_km2(ST_CollectionExtract(ST_Intersection(o.geom, own.geom), 3)) >= 1e-6
    ), overlapping AS (
        SELECT s.id, s.center_name, ST_DistanceSphere(s.location, g.middle) AS distance_m
        FROM ground g CROSS JOIN sharing JOIN service_providers s ON s.id = sharing.provider_id AND s.status = 'approved'
    )
    SELECT o.id, o.center_name, count(*) OVER () FROM overlapping o ORDER BY o.distance_m, o.id LIMIT k;
END
$$;
