-- Keeps `tile_areas` and `tile_area_shapes` right, for the areas given, in the transaction of their change: the areas
-- in force of approved centres are there, and no others. Takes 1 to 2 ms for an area.
CREATE OR REPLACE FUNCTION tile_areas_refresh(changed bigint[]) RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
    DELETE FROM tile_area_shapes WHERE area_id = ANY (changed);
    DELETE FROM tile_areas WHERE area_id = ANY (changed);
    WITH shown AS MATERIALIZED (
        SELECT a.id, a.provider_id, a.geom FROM service_areas a
        WHERE a.id = ANY (changed) AND a.status = 'in_force'
            AND EXISTS (SELECT FROM service_providers s WHERE s.id = a.provider_id AND s.status = 'approved')
    ), point_on AS (
        INSERT INTO tile_areas (area_id, provider_id, at)
        SELECT id, provider_id, mercator_share(ST_X(middle), ST_Y(middle))
        FROM shown CROSS JOIN LATERAL (SELECT ST_PointOnSurface(geom) AS middle OFFSET 0) AS m
    )
    INSERT INTO tile_area_shapes (zoom, area_id, provider_id, geom)
    SELECT zoom, id, provider_id, tile_area_shape(units, zoom)
    FROM shown CROSS JOIN LATERAL (SELECT tile_units(geom, 14) AS units OFFSET 0) AS u
    CROSS JOIN (VALUES (8), (10), (12), (14)) AS z (zoom);
END
$$;

-- One zoom's shape of an area in the units of zoom 14: simplified to half a pixel of 512 to a tile and rounded to
-- whole units. What is smaller than that becomes a spot, so that no area is missing from the map.
CREATE OR REPLACE FUNCTION tile_area_shape(units geometry, of_zoom integer) RETURNS geometry
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $$
DECLARE
    f CONSTANT double precision := 2.0 ^ (of_zoom - 14);
    shape geometry := ST_SimplifyPreserveTopology(ST_Scale(units, f, f), 4);
BEGIN
    -- Simplifying, and even projecting, can make a shape touch or cross itself, and rounding refuses such a shape. To look
    -- first takes a tenth of the time of a repair, and six in seven need none.
    IF NOT (ST_IsValidDetail(shape)).valid THEN
        shape := ST_CollectionExtract(ST_MakeValid(shape, 'method=structure'), 3);
    END IF;
    shape := ST_CollectionExtract(ST_ReducePrecision(shape, 1), 3);
    IF ST_IsEmpty(shape) THEN
        shape := ST_Expand(ST_SnapToGrid(ST_Centroid(ST_Scale(units, f, f)), 1), 1);
    END IF;
    RETURN tile_shape(shape);
END
$$;

-- For a database that has areas already, and for a doubt: makes everything anew.
CREATE OR REPLACE FUNCTION tile_areas_rebuild() RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
    PERFORM coverage_lock();
    PERFORM tile_areas_refresh(ARRAY(SELECT id FROM service_areas UNION SELECT area_id FROM tile_areas));
END
$$;

-- What matters is decided by the changed rows alone, as in coverage_keep.sql, and under the lock that is taken there.
CREATE OR REPLACE FUNCTION service_areas_keep_tiles() RETURNS trigger
LANGUAGE plpgsql AS $$
DECLARE
    changed bigint[];
BEGIN
    CASE TG_OP
    WHEN 'INSERT' THEN
        changed := ARRAY(SELECT id FROM new_rows WHERE status = 'in_force');
    WHEN 'DELETE' THEN
        changed := ARRAY(SELECT id FROM old_rows WHERE status = 'in_force');
    WHEN 'UPDATE' THEN
        changed := ARRAY(
            SELECT unnest(ARRAY[o.id, n.id])
            FROM old_rows o FULL JOIN new_rows n USING (id)
            WHERE 'in_force' IN (o.status, n.status)
                AND (o.provider_id, o.status, o.geom) IS DISTINCT FROM (n.provider_id, n.status, n.geom));
    END CASE;
    IF cardinality(changed) > 0 THEN
        PERFORM coverage_lock();
        PERFORM tile_areas_refresh(changed);
    END IF;
    RETURN NULL;
END
$$;

CREATE OR REPLACE FUNCTION service_providers_keep_tiles() RETURNS trigger
LANGUAGE plpgsql AS $$
DECLARE
    centres bigint[] := ARRAY(
        SELECT id FROM old_rows o JOIN new_rows n USING (id)
        WHERE (o.status = 'approved') <> (n.status = 'approved'));
BEGIN
    IF cardinality(centres) > 0 THEN
        PERFORM coverage_lock();
        PERFORM tile_areas_refresh(ARRAY(SELECT id FROM service_areas WHERE provider_id = ANY (centres)));
    END IF;
    RETURN NULL;
END
$$;

CREATE OR REPLACE FUNCTION tile_areas_truncate() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
    PERFORM coverage_lock();
    DELETE FROM tile_area_shapes;
    DELETE FROM tile_areas;
    RETURN NULL;
END
$$;
