-- What a piece of ground keeps of itself when areas are taken away from it, one after the other in the order of their
-- ids, until nothing is left. `last_area_id` is the last area taken away. Areas that don't count (not in force, or of a
-- centre that isn't approved) are passed over.
--
-- The result is a function of the areas alone, to the last bit, whatever was changed before. Since newer areas have
-- greater ids, one that is added goes on where the others ended; and what is changed behind the area that took the
-- last of the piece changes nothing. With the sample network two areas take a piece away, at 5,000 centres as at 50,000.
--
-- Which areas meet a piece is told by their boxes alone: ST_Intersects fails at times where borders nearly coincide.
CREATE OR REPLACE FUNCTION coverage_fold(
    area_ids bigint[], INOUT uncovered geometry, INOUT last_area_id bigint
)
LANGUAGE plpgsql STABLE AS $$
DECLARE
    area_id bigint;
    area geometry;
BEGIN
    FOREACH area_id IN ARRAY area_ids LOOP
        SELECT a.geom INTO area
        FROM service_areas a JOIN service_providers s ON s.id = a.provider_id AND s.status = 'approved'
        WHERE a.id = area_id AND a.status = 'in_force';
        CONTINUE WHEN NOT FOUND;
        last_area_id := area_id;
        uncovered := ground_without(uncovered, area);
        EXIT WHEN uncovered IS NULL;
    END LOOP;
END
$$;

-- The areas in force whose box meets the ground's, in the order of their ids, but for those of the centres named.
CREATE OR REPLACE FUNCTION areas_near(ground geometry, but_of bigint[]) RETURNS bigint[]
LANGUAGE sql STABLE AS $$
    SELECT ARRAY(
        SELECT id FROM service_areas
        WHERE status = 'in_force' AND geom && ground AND provider_id <> ALL (but_of)
        ORDER BY id)
$$;

-- What is left of ground without an area; null when that is nothing. Strips narrower than 2 cm on the average are
-- nothing: they come about where a border was rounded to the grid of 1e-7 degrees on which areas are stored.
CREATE OR REPLACE FUNCTION ground_without(ground geometry, area geometry) RETURNS geometry
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $$
DECLARE
    rest geometry;
BEGIN
    IF NOT ground && area THEN
        RETURN ground;
    END IF;
    rest := ST_CollectionExtract(ST_Difference(ground, area), 3);
    IF ST_NumGeometries(rest) > 1 THEN
        RETURN (
            SELECT ST_Multi(ST_Collect(part.geom ORDER BY part.path)) FROM ST_Dump(rest) AS part
            WHERE ST_Area(part.geom) > 1e-7 * ST_Perimeter(part.geom));
    END IF;
    RETURN CASE WHEN ST_Area(rest) > 1e-7 * ST_Perimeter(rest) THEN ST_Multi(rest) END;
END
$$;
