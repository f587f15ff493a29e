-- Makes `piece_coverage` right again where the areas given meet the ground, and gives the number of rows that changed.
-- An area that was moved is given twice, as it was and as it is. From 200 on it is quicker to do everything anew.
--
-- Called under coverage_lock(). Sequential scans are off, because plans may be kept from when the tables were empty.
CREATE OR REPLACE FUNCTION coverage_pieces_refresh(areas changed_area[]) RETURNS bigint
LANGUAGE plpgsql
SET enable_seqscan = off SET jit = off AS $$
DECLARE
    piece record;
    changed bigint := 0;
BEGIN
    IF cardinality(areas) > 200 THEN
        RETURN coverage_pieces_rebuild();
    END IF;
    FOR piece IN
        SELECT p.id, p.geom, p.area_km2, k.uncovered, k.last_area_id, met.ids,
            met.only_new AND k.uncovered IS NOT NULL AND met.ids[1] > coalesce(k.last_area_id, 0) AS goes_on
        FROM (
            SELECT p.id, array_agg(DISTINCT a.id) AS ids, bool_and(a.is_new) AS only_new
            FROM unnest(areas) AS a
            JOIN coverage_pieces p ON p.geom && a.ground
            JOIN piece_coverage k ON k.piece_id = p.id
            WHERE (k.uncovered IS NOT NULL OR a.id <= k.last_area_id)
            GROUP BY p.id
        ) AS met
        JOIN coverage_pieces p ON p.id = met.id
        JOIN piece_coverage k ON k.piece_id = p.id
    LOOP
        changed := changed + CASE
            WHEN piece.goes_on THEN piece_coverage_keep(piece.id, piece.area_km2,
                coverage_fold(piece.ids, piece.uncovered, piece.last_area_id))
            ELSE piece_coverage_keep(piece.id, piece.area_km2,
                coverage_fold(areas_near(piece.geom, '{}'), piece.geom, NULL))
        END;
    END LOOP;
    RETURN changed;
END
$$;

-- The same for every piece: gives how many rows were wrong, which is 0 as long as the triggers did their work.
CREATE OR REPLACE FUNCTION coverage_pieces_rebuild() RETURNS bigint
LANGUAGE plpgsql
SET enable_seqscan = off SET jit = off AS $$
DECLARE
    piece record;
    changed bigint := 0;
BEGIN
    PERFORM coverage_lock();
    FOR piece IN SELECT id, geom, area_km2 FROM coverage_pieces LOOP
        changed := changed + piece_coverage_keep(piece.id, piece.area_km2,
            coverage_fold(areas_near(piece.geom, '{}'), piece.geom, NULL));
    END LOOP;
    RETURN changed;
END
$$;

-- Writes one row unless it is right already; 1 when it was written. What no area met measures as the piece does.
CREATE OR REPLACE FUNCTION piece_coverage_keep(piece integer, area_km2 double precision, folded record) RETURNS integer
LANGUAGE plpgsql AS $$
DECLARE
    rest_km2 double precision := CASE
        WHEN folded.last_area_id IS NULL THEN area_km2
        ELSE least(area_km2, coalesce(geodesic_area_km2(folded.uncovered), 0)) END;
BEGIN
    INSERT INTO piece_coverage AS k (piece_id, uncovered, uncovered_km2, last_area_id)
    VALUES (piece, folded.uncovered, rest_km2, folded.last_area_id)
    ON CONFLICT (piece_id) DO UPDATE SET uncovered = excluded.uncovered, uncovered_km2 = excluded.uncovered_km2,
        last_area_id = excluded.last_area_id
    WHERE (k.uncovered, k.uncovered_km2, k.last_area_id)
        IS DISTINCT FROM (excluded.uncovered, excluded.uncovered_km2, excluded.last_area_id);
    RETURN CASE WHEN FOUND THEN 1 ELSE 0 END;
END
$$;
