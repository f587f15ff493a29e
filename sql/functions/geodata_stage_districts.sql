-- Reads the table of districts and their polygons, and removes the overlaps of the polygons:
-- where two districts claim the same strip the smaller one keeps it, as a rough outline of a
-- large district overruns its small neighbours rather than the other way round.
CREATE OR REPLACE FUNCTION geodata_stage_districts(districts text, boundaries text) RETURNS void
LANGUAGE plpgsql AS $$
DECLARE
    heading CONSTANT text := 'lgd,boundary_code,name,directory_name,aliases,name_ta,aliases_ta,'
        'seat,seat_ta,seat_aliases_ta,population';
    missing text;
BEGIN
    CREATE TEMP TABLE staged_districts ON COMMIT DROP AS
    WITH rows AS (
        SELECT fields, line_number FROM geodata_csv_rows('districts.csv', districts, heading)
    ), shapes AS (
        SELECT (f -> 'properties' ->> 'boundary_code')::integer AS boundary_code,
            ST_Multi(ST_SetSRID(ST_GeomFromGeoJSON(f -> 'geometry'), 4326)) AS geom
        FROM jsonb_array_elements(boundaries::jsonb -> 'features') AS f
    )
    SELECT fields[1]::integer AS lgd, fields[2]::integer AS boundary_code, fields[3] AS name,
        fields[4] AS directory_name, fields[6] AS name_ta, fields[8] AS seat, fields[9] AS seat_ta,
        fields[11]::integer AS population, geom, ST_Area(geom::geography) AS area_m2
    FROM rows LEFT JOIN shapes ON boundary_code = fields[2]::integer;

    SELECT string_agg(coalesce(name, '?'), ', ') INTO missing
    FROM staged_districts WHERE lgd IS NULL OR geom IS NULL;
    IF missing IS NOT NULL THEN
        RAISE EXCEPTION 'districts.csv: without a polygon or not readable: %', missing USING ERRCODE = 'data_exception';
    END IF;

    UPDATE staged_districts d
    SET geom = ST_Multi(ST_CollectionExtract(ST_Difference(d.geom, smaller.geom), 3))
    FROM (
        SELECT large.lgd, ST_Union(small.geom) AS geom
        FROM staged_districts large
        JOIN staged_districts small ON ST_Intersects(large.geom, small.geom)
            AND (small.area_m2, small.lgd) < (large.area_m2, large.lgd)
        GROUP BY large.lgd
    ) smaller
    WHERE smaller.lgd = d.lgd;

    ALTER TABLE staged_districts ADD COLUMN geom_m geometry(MultiPolygon, 7785);
    UPDATE staged_districts
    SET geom_m = ST_Transform(geom, 7785), area_m2 = ST_Area(geom::geography);
    ANALYZE staged_districts;

    -- Where a district's offices may lie: in it or within 2 km of it, as outlines are rough. In
    -- small pieces, so that asking it of every office is cheap.
    CREATE TEMP TABLE staged_grounds ON COMMIT DROP AS
    SELECT lgd, ST_Subdivide(ST_Buffer(geom_m, 2000), 32) AS piece FROM staged_districts;
    CREATE INDEX ON staged_grounds USING gist (piece);
    ANALYZE staged_grounds;
END
$$;
