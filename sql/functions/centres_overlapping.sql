-- Which approved centres have an area in force that shares ground with one of the areas in `added`: `k` of them, the
-- nearest first (from where the centre is to the middle of such an area), and in `total` how many there are. `givers`
-- are the centres that the added areas belong to, in their order (0: none yet), since nobody overlaps with oneself;
-- areas of the centres in `removed` don't count. Less than 1 m2 is a common border and no overlap.
--
-- The cost is that of the areas whose box meets an added one. Most of them are decided by a point that lies in both,
-- or because they lie in the added one; only the rest is cut.
CREATE OR REPLACE FUNCTION centres_overlapping(added geometry[], givers bigint[], removed bigint[], k integer)
RETURNS TABLE (id bigint, center_name text, total bigint)
LANGUAGE sql STABLE
SET enable_seqscan = off SET jit = off AS $$
    WITH ground AS MATERIALIZED (
        SELECT giver, geom, ST_PointOnSurface(geom) AS inside, ST_Centroid(geom) AS middle
        FROM (
            SELECT giver, CASE WHEN count(*) = 1 THEN (array_agg(geom))[1] ELSE ST_Union(geom) END AS geom
            FROM unnest(added, givers) AS a (geom, giver) GROUP BY giver
        ) AS joined
    ), near AS (
        SELECT s.id, s.center_name, s.location, g.geom AS one, g.inside, a.geom AS other,
            ST_DistanceSphere(s.location, g.middle) AS distance_m
        FROM ground g
        JOIN service_areas a ON a.geom && g.geom AND a.status = 'in_force' AND a.provider_id <> g.giver
        JOIN service_providers s ON s.id = a.provider_id AND s.status = 'approved'
        WHERE a.provider_id <> ALL (removed)
    ), overlapping AS (
        SELECT n.id, n.center_name, min(n.distance_m) AS distance_m FROM near n
        WHERE CASE
            WHEN ST_Contains(n.one, n.location) AND ST_Contains(n.other, n.location) THEN true
            WHEN ST_Contains(n.other, n.inside) OR ST_Covers(n.one, n.other) THEN true
            WHEN NOT ST_Intersects(n.one, n.other) THEN false
            ELSE geodesic_area_km2(ST_CollectionExtract(ST_Intersection(n.one, n.other), 3)) >= 1e-6 END
        GROUP BY n.id, n.center_name
    )
    SELECT o.id, o.center_name, count(*) OVER () FROM overlapping o ORDER BY o.distance_m, o.id LIMIT k
$$;
