-- The bars that the data in force must clear and that need no outside truth. `at_least` says on
-- which side of the limit the value must lie. Takes some seconds: it intersects all cells.
CREATE OR REPLACE FUNCTION geodata_check()
RETURNS TABLE (bar text, value double precision, bound double precision, at_least boolean, ok boolean)
LANGUAGE sql STABLE AS $$
    WITH named AS MATERIALIZED (
        SELECT DISTINCT o.pincode, o.district_lgd AS lgd FROM post_offices o WHERE o.district_lgd IS NOT NULL
    ), placed AS (
        SELECT p.pincode, coalesce(bool_or(ST_Covers(d.geom, p.location)), false) AS inside,
            coalesce(min(ST_Distance(d.geom_m, p.location_m)) <= 2000, false) AS near
        FROM pincodes p LEFT JOIN named USING (pincode) LEFT JOIN districts d USING (lgd)
        GROUP BY p.pincode
    ), cells AS (
        SELECT avg((c.pincode IS NOT NULL AND ST_IsValid(c.geom) AND NOT ST_IsEmpty(c.geom))::integer) AS good
        FROM pincodes p LEFT JOIN pincode_cells c USING (pincode)
    ), shared AS (
        SELECT sum(ST_Area(ST_Intersection(a.geom, b.geom)::geography)) / 1e6 AS km2
        FROM pincode_cells a JOIN pincode_cells b ON a.pincode < b.pincode AND ST_Intersects(a.geom, b.geom)
    ), whole AS (
        SELECT ST_Union(geom) AS geom FROM districts
    ), gaps AS (
        SELECT ST_Area(ST_Difference(geom, (SELECT ST_Union(c.geom) FROM pincode_cells c))::geography)
            / ST_Area(geom::geography) AS share
        FROM whole
    ), abroad AS (
        SELECT sum(ST_Area(ST_Intersection(c.geom, d.geom)::geography)) / 1e6 AS km2
        FROM pincode_cells c JOIN districts d ON ST_Intersects(c.geom, d.geom)
        WHERE NOT EXISTS (SELECT FROM named n WHERE n.pincode = c.pincode AND n.lgd = d.lgd)
    ), bars (bar, value, bound, at_least) AS (
        VALUES
        ('pincodes', (SELECT count(*)::double precision FROM pincodes), 2049::double precision, true),
        ('share of pincodes inside a district they name', (SELECT avg(inside::integer) FROM placed), 0.98, true),
        ('share of pincodes within 2 km of one', (SELECT avg(near::integer) FROM placed), 0.995, true),
        ('share of cells valid and not empty', (SELECT good FROM cells), 1, true),
        ('overlap of cells, km2', (SELECT coalesce(km2, 0) FROM shared), 0.1, false),
        ('gaps between cells, share of the state', (SELECT share FROM gaps), 0.001, false),
        ('share of cells in districts not named', (SELECT coalesce(km2, 0) FROM abroad)
            / (SELECT sum(area_km2) FROM pincode_cells), 0.005, false)
    )
    SELECT bar, value, bound, at_least,
        coalesce(CASE WHEN at_least THEN value >= bound ELSE value <= bound END, false)
    FROM bars
$$;
