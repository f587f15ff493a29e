-- Keeps `pincode_coverage` and `piece_coverage` right: after each statement that changes an area, a centre or a
-- pincode's point, in its transaction, once for all rows it touched. Rows that can't matter
-- (a proposed area, a new phone number) cost a look and no lock.
--
-- What matters is decided by the changed rows alone. To look at other tables here would be too
-- early: another transaction may be about to change them, and only the lock tells when it is done.

CREATE OR REPLACE FUNCTION service_areas_keep_coverage() RETURNS trigger
LANGUAGE plpgsql AS $$
DECLARE
    centres bigint[];
    areas changed_area[];
BEGIN
    -- Of many, one more than coverage_pieces_refresh takes is enough to tell.
    CASE TG_OP
    WHEN 'INSERT' THEN
        centres := ARRAY(SELECT DISTINCT provider_id FROM new_rows WHERE status = 'in_force');
        areas := ARRAY(SELECT (id, geom, true)::changed_area FROM new_rows WHERE status = 'in_force' LIMIT 201);
    WHEN 'DELETE' THEN
        centres := ARRAY(SELECT DISTINCT provider_id FROM old_rows WHERE status = 'in_force');
        areas := ARRAY(SELECT (id, geom, false)::changed_area FROM old_rows WHERE status = 'in_force' LIMIT 201);
    WHEN 'UPDATE' THEN
        centres := ARRAY(
            SELECT DISTINCT unnest(ARRAY[o.provider_id, n.provider_id])
            FROM old_rows o FULL JOIN new_rows n USING (id)
            WHERE 'in_force' IN (o.status, n.status)
                AND (o.provider_id, o.status, o.geom) IS DISTINCT FROM (n.provider_id, n.status, n.geom));
        areas := ARRAY(
            SELECT (id, side.geom, side.is_new)::changed_area
            FROM old_rows o FULL JOIN new_rows n USING (id)
            CROSS JOIN LATERAL (VALUES (o.status, o.geom, false), (n.status, n.geom, true)) AS side (status, geom, is_new)
            WHERE side.status = 'in_force'
                AND (o.provider_id, o.status, o.geom) IS DISTINCT FROM (n.provider_id, n.status, n.geom)
            LIMIT 201);
    END CASE;
    IF cardinality(centres) > 0 THEN
        PERFORM coverage_lock();
        PERFORM coverage_refresh(centres, '{}');
        PERFORM coverage_pieces_refresh(areas);
    END IF;
    RETURN NULL;
END
$$;

CREATE OR REPLACE FUNCTION service_providers_keep_coverage() RETURNS trigger
LANGUAGE plpgsql AS $$
DECLARE
    centres bigint[];
BEGIN
    -- A new centre has no areas yet.
    CASE TG_OP
    WHEN 'DELETE' THEN
        centres := ARRAY(SELECT id FROM old_rows WHERE status = 'approved');
    WHEN 'UPDATE' THEN
        centres := ARRAY(
            SELECT id
            FROM old_rows o FULL JOIN new_rows n USING (id)
            WHERE 'approved' IN (o.status, n.status)
                AND (o.status, o.lat, o.lng) IS DISTINCT FROM (n.status, n.lat, n.lng));
    END CASE;
    IF cardinality(centres) > 0 THEN
        PERFORM coverage_lock();
        PERFORM coverage_refresh(centres, '{}');
    END IF;
    -- The ground a centre covers doesn't depend on where it is. Areas that are deleted with it tell of themselves.
    IF TG_OP = 'UPDATE' THEN
        centres := ARRAY(
            SELECT id FROM old_rows o JOIN new_rows n USING (id)
            WHERE 'approved' IN (o.status, n.status) AND o.status <> n.status);
        PERFORM coverage_pieces_refresh(ARRAY(
            SELECT (a.id, a.geom, s.status = 'approved')::changed_area
            FROM service_areas a JOIN service_providers s ON s.id = a.provider_id
            WHERE a.provider_id = ANY (centres) AND a.status = 'in_force'
            LIMIT 201));
    END IF;
    RETURN NULL;
END
$$;

CREATE OR REPLACE FUNCTION pincodes_keep_coverage() RETURNS trigger
LANGUAGE plpgsql AS $$
DECLARE
    changed integer[];
BEGIN
    CASE TG_OP
    WHEN 'INSERT' THEN
        changed := ARRAY(SELECT pincode FROM new_rows);
    WHEN 'DELETE' THEN
        changed := ARRAY(SELECT pincode FROM old_rows);
    WHEN 'UPDATE' THEN
        changed := ARRAY(
            SELECT pincode FROM old_rows o FULL JOIN new_rows n USING (pincode)
            WHERE (o.lat, o.lng) IS DISTINCT FROM (n.lat, n.lng));
    END CASE;
    IF cardinality(changed) > 0 THEN
        PERFORM coverage_lock();
        -- Point by point, each area is read as often as it covers one; from some hundred on it is
        -- quicker to take each area once, for all points.
        IF cardinality(changed) <= 100 THEN
            PERFORM coverage_refresh('{}', changed);
        ELSE
            PERFORM coverage_pairs_rebuild();
        END IF;
    END IF;
    RETURN NULL;
END
$$;

-- Emptying the areas (which emptying the centres does too) or the pincodes empties the coverage.
CREATE OR REPLACE FUNCTION coverage_truncate() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
    PERFORM coverage_lock();
    DELETE FROM pincode_coverage;
    DELETE FROM pincode_coverage_counts;
    PERFORM coverage_pieces_rebuild();
    RETURN NULL;
END
$$;
