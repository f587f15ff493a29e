-- The ground of each pincode: inside each district, the ground nearest to any of its offices (or
-- to its point) that name the district. Filled-in coordinates and offices far from their
-- pincode's point stay out, and a spot that several pincodes claim goes to the heaviest.
--
-- The diagram is drawn on the metric projection, then carried to longitude and latitude before
-- it is cut: two neighbours share whole edges there, so that nothing gapes or overlaps.
CREATE OR REPLACE FUNCTION geodata_cells() RETURNS void
LANGUAGE plpgsql AS $$
DECLARE
    reach_m CONSTANT double precision := 15000;
BEGIN
    CREATE TEMP TABLE staged_sites ON COMMIT DROP AS
    WITH claims AS (
        SELECT n.lgd, o.pincode, o.point, o.weight
        FROM staged_offices o
        JOIN staged_pincodes p USING (pincode)
        JOIN staged_names n USING (pincode)
        WHERE pincodes_here < 3 AND ST_DWithin(o.point, p.point, reach_m)
            AND EXISTS (SELECT FROM staged_grounds g WHERE g.lgd = n.lgd AND ST_Intersects(g.piece, o.point))
        UNION ALL
        -- The pincode's own point, moved into its nearest district and apart from any other's on
        -- the very same spot: so each has some ground.
        (SELECT DISTINCT ON (p.pincode) n.lgd, p.pincode, ST_ClosestPoint(d.geom_m,
            ST_Translate(p.point, 100 * (p.before - 1), 0)), 1000
        FROM (SELECT *, row_number() OVER (PARTITION BY ST_SnapToGrid(point, 1) ORDER BY pincode) AS before
            FROM staged_pincodes) p
        JOIN staged_names n USING (pincode)
        JOIN staged_districts d USING (lgd)
        ORDER BY p.pincode, ST_Distance(p.point, d.geom_m), n.offices DESC, n.lgd)
    )
    SELECT DISTINCT ON (lgd, x, y) lgd, pincode, ST_SetSRID(ST_MakePoint(x, y), 7785) AS site
    FROM claims, LATERAL (SELECT round(ST_X(point)) AS x, round(ST_Y(point)) AS y) AS metre
    ORDER BY lgd, x, y, weight DESC, pincode;
    CREATE INDEX ON staged_sites USING gist (site);
    ANALYZE staged_sites;

    CREATE TEMP TABLE staged_tiles ON COMMIT DROP AS
    SELECT lgd, (ST_Dump(ST_VoronoiPolygons(sites, 0, ST_Expand(geom_m, 10000)))).geom AS tile
    FROM staged_districts
    JOIN (SELECT lgd, ST_Collect(site ORDER BY pincode, site) AS sites FROM staged_sites GROUP BY lgd) s USING (lgd);

    CREATE TEMP TABLE staged_cells ON COMMIT DROP AS
    WITH parts AS (
        SELECT t.lgd, s.pincode, ST_Union(ST_Transform(t.tile, 4326)) AS part
        FROM staged_tiles t JOIN staged_sites s ON s.lgd = t.lgd AND ST_Contains(t.tile, s.site)
        GROUP BY t.lgd, s.pincode
    ), cut AS (
        SELECT pincode, ST_CollectionExtract(CASE WHEN ST_Covers(d.geom, part) THEN part
            ELSE ST_Intersection(part, d.geom) END, 3) AS part
        FROM parts JOIN staged_districts d USING (lgd)
    )
    SELECT pincode, ST_Multi(CASE WHEN count(*) = 1 THEN (array_agg(part))[1] ELSE ST_Union(part) END) AS geom
    FROM cut WHERE NOT ST_IsEmpty(part)
    GROUP BY pincode;
    CREATE UNIQUE INDEX ON staged_cells (pincode);
END
$$;
