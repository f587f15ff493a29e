-- Cuts the ground into pieces when the districts or cells are others than those it was cut from last, and works out
-- what of each is covered. Returns how many pieces were cut: 0 when the ground is the same.
CREATE OR REPLACE FUNCTION coverage_pieces_build() RETURNS bigint
LANGUAGE plpgsql SET jit = off AS $$
DECLARE
    ground text := coverage_ground_digest();
    cut bigint;
BEGIN
    PERFORM coverage_lock();
    IF ground IS NOT DISTINCT FROM (SELECT digest FROM coverage_ground) THEN
        RETURN 0;
    END IF;
    DELETE FROM coverage_pieces;
    INSERT INTO coverage_pieces (id, district_lgd, pincode, geom, area_km2)
    SELECT row_number() OVER (ORDER BY district_lgd, pincode, ST_XMin(geom), ST_YMin(geom)), district_lgd, pincode, geom,
        geodesic_area_km2(geom)
    FROM coverage_pieces_cut();
    GET DIAGNOSTICS cut = ROW_COUNT;
    INSERT INTO coverage_ground (digest) VALUES (ground)
    ON CONFLICT (only_row) DO UPDATE SET digest = excluded.digest;
    PERFORM coverage_pieces_rebuild();
    RETURN cut;
END
$$;

-- Each cell by districts, and what the cells leave of a district. Slivers where outlines were drawn twice are left out:
-- all together 0.03 km2 of the state's 129,926.
CREATE OR REPLACE FUNCTION coverage_pieces_cut() RETURNS TABLE (district_lgd integer, pincode integer, geom geometry)
LANGUAGE sql STABLE AS $$
    WITH of_cells AS MATERIALIZED (
        SELECT d.lgd, c.pincode::integer,
            ST_Multi(ST_CollectionExtract(ST_Intersection(c.geom, d.geom), 3)) AS geom
        FROM districts d JOIN pincode_cells c ON c.geom && d.geom
    ), of_districts AS (
        SELECT d.lgd, ST_Multi((ST_Dump(
            CASE WHEN taken.geom IS NULL THEN d.geom ELSE ST_Difference(d.geom, taken.geom) END)).geom) AS geom
        FROM districts d CROSS JOIN LATERAL (SELECT ST_Union(c.geom) FROM of_cells c WHERE c.lgd = d.lgd) AS taken (geom)
    )
    SELECT lgd, of_cells.pincode, of_cells.geom FROM of_cells WHERE geodesic_area_km2(of_cells.geom) >= 0.001
    UNION ALL
    SELECT lgd, NULL, of_districts.geom FROM of_districts
    WHERE GeometryType(of_districts.geom) = 'MULTIPOLYGON' AND geodesic_area_km2(of_districts.geom) >= 0.001
$$;

CREATE OR REPLACE FUNCTION coverage_ground_digest() RETURNS text
LANGUAGE sql STABLE AS $$
    SELECT md5(concat(
        (SELECT string_agg(lgd || md5(ST_AsBinary(geom)), ',' ORDER BY lgd) FROM districts), ' ',
        (SELECT string_agg(pincode || md5(ST_AsBinary(geom)), ',' ORDER BY pincode) FROM pincode_cells)))
$$;
