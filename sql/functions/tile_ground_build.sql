-- Fills `tile_cells` and `tile_districts` from the cells and the districts; nothing happens if they were made from the
-- same ground. Takes some 6 s for the state, and gives the number of shapes made.
--
-- All outlines are cut, where they meet, into lines that lie between two points where three of them do. Each line is
-- simplified once, its ends held fast, so both neighbours get the same; the lines then enclose the shapes, and what
-- each encloses belongs to whoever has its middle. Lines that cross once they are simplified make some more small
-- shapes, and still no gap and no overlap. What is smaller than half a pixel vanishes.
CREATE OR REPLACE FUNCTION tile_ground_build() RETURNS integer
LANGUAGE plpgsql SET jit = off AS $$
DECLARE
    ground text := tile_ground_fingerprint();
    shapes integer := 0;
BEGIN
    IF ground = (SELECT fingerprint FROM tile_ground) THEN
        RETURN 0;
    END IF;
    DELETE FROM tile_cells;
    DELETE FROM tile_districts;
    PERFORM tile_ground_cut();
    FOR zoom IN 0..14 BY 2 LOOP
        shapes := shapes + tile_ground_shapes(zoom);
    END LOOP;
    DROP TABLE cut_ground, cut_lines;
    INSERT INTO tile_ground (fingerprint) VALUES (ground)
    ON CONFLICT (is_kept) DO UPDATE SET fingerprint = excluded.fingerprint;
    RETURN shapes;
END
$$;

-- Changes with the ground, and with its first number whenever the shapes are made in another way.
CREATE OR REPLACE FUNCTION tile_ground_fingerprint() RETURNS text
LANGUAGE sql STABLE AS $$
    SELECT '1 ' || (SELECT coalesce(md5(string_agg(md5(geom::bytea), '' ORDER BY pincode)), '') FROM pincode_cells)
        || ' ' || (SELECT coalesce(md5(string_agg(lgd || md5(geom::bytea), '' ORDER BY lgd)), '') FROM districts)
$$;

-- The outlines (`cut_ground`) and the lines they share (`cut_lines`), in the units of zoom 14, which are 0.6 m: what
-- is nearer than that to another line becomes one with it.
CREATE OR REPLACE FUNCTION tile_ground_cut() RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
    CREATE TEMP TABLE cut_ground ON COMMIT DROP AS
    SELECT pincode::integer, NULL::integer AS lgd, tile_units(geom, 14) AS geom FROM pincode_cells
    UNION ALL
    SELECT NULL, lgd, tile_units(geom, 14) FROM districts;
    CREATE INDEX ON cut_ground USING gist (geom);
    ANALYZE cut_ground;
    CREATE TEMP TABLE cut_lines ON COMMIT DROP AS
    SELECT (ST_Dump(ST_LineMerge(ST_UnaryUnion(ST_Collect(ST_Boundary(geom)), 1)))).geom FROM cut_ground;
END
$$;

-- One zoom's shapes of both kinds; gives their number. Simplified to half a pixel of 512 to a tile, then rounded to
-- whole units.
CREATE OR REPLACE FUNCTION tile_ground_shapes(of_zoom integer) RETURNS integer
LANGUAGE plpgsql AS $$
DECLARE
    f CONSTANT double precision := 2.0 ^ (of_zoom - 14);
    cells integer;
    outlines integer;
BEGIN
    CREATE TEMP TABLE cut_faces ON COMMIT DROP AS
    WITH face AS (
        SELECT (ST_Dump(ST_Polygonize(lines))).geom
        FROM (SELECT ST_UnaryUnion(ST_Collect(ST_Scale(ST_Simplify(geom, 4 / f), f, f)), 1) AS lines
            FROM cut_lines) AS rounded
    )
    SELECT face.geom, c.pincode, d.lgd
    FROM face CROSS JOIN LATERAL (SELECT ST_Scale(ST_PointOnSurface(face.geom), 1 / f, 1 / f) AS middle) AS m
    LEFT JOIN LATERAL (SELECT pincode FROM cut_ground g WHERE ST_Contains(g.geom, m.middle) AND pincode IS NOT NULL
        ORDER BY pincode LIMIT 1) AS c ON true
    LEFT JOIN LATERAL (SELECT lgd FROM cut_ground g WHERE ST_Contains(g.geom, m.middle) AND lgd IS NOT NULL
        ORDER BY lgd LIMIT 1) AS d ON true;

    INSERT INTO tile_cells (zoom, pincode, geom)
    SELECT of_zoom, pincode, tile_shape(ST_Union(geom)) FROM cut_faces WHERE pincode IS NOT NULL GROUP BY pincode;
    GET DIAGNOSTICS cells = ROW_COUNT;
    INSERT INTO tile_districts (zoom, lgd, geom)
    SELECT of_zoom, lgd, tile_shape(ST_Union(geom)) FROM cut_faces WHERE lgd IS NOT NULL GROUP BY lgd;
    GET DIAGNOSTICS outlines = ROW_COUNT;
    DROP TABLE cut_faces;
    RETURN cells + outlines;
END
$$;

-- As a tile wants it: several polygons, outer rings clockwise where y goes down, which is the other way round for
-- PostGIS.
CREATE OR REPLACE FUNCTION tile_shape(geom geometry) RETURNS geometry
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS 'SELECT ST_ForcePolygonCCW(ST_Multi(geom))';
