-- Makes `pincode_coverage` and its counts right again for the centres and the pincodes given, and
-- gives the number of pairs that changed.
--
-- What should be kept is worked out anew and set against what is kept; only the difference is
-- written. So a call too many does no harm, and one call for 50,000 centres costs no more than
-- 50,000 shares. One side reads areas by centre, the other by point; each pair may come from both.
--
-- Called under coverage_lock(). Planned at each call, for 1-2 ms: a plan kept from when the tables
-- were empty, or from a change of one area, takes time by the square of a bulk load.
CREATE OR REPLACE FUNCTION coverage_refresh(changed_centres bigint[], changed_pincodes integer[]) RETURNS bigint
LANGUAGE plpgsql
SET plan_cache_mode = force_custom_plan SET jit = off AS $$
DECLARE
    changed bigint;
BEGIN
    WITH pair AS (
        SELECT s.id AS provider_id, p.pincode::integer, ST_DistanceSpheroid(s.location, p.location) AS distance_m,
            false AS is_kept
        FROM unnest(changed_centres) AS c (id)
        JOIN service_providers s ON s.id = c.id AND s.status = 'approved'
        JOIN service_areas a ON a.provider_id = s.id AND a.status = 'in_force'
        JOIN pincodes p ON ST_Covers(a.geom, p.location)
        UNION ALL
        SELECT s.id, p.pincode::integer, ST_DistanceSpheroid(s.location, p.location), false
        FROM unnest(changed_pincodes) AS c (pincode)
        JOIN pincodes p ON p.pincode = c.pincode
        JOIN service_areas a ON a.status = 'in_force' AND ST_Covers(a.geom, p.location)
        JOIN service_providers s ON s.id = a.provider_id AND s.status = 'approved'
        UNION ALL
        SELECT k.provider_id, k.pincode, k.distance_m, true
        FROM unnest(changed_centres) AS c (id) JOIN pincode_coverage k ON k.provider_id = c.id
        UNION ALL
        SELECT k.provider_id, k.pincode, k.distance_m, true
        FROM unnest(changed_pincodes) AS c (pincode) JOIN pincode_coverage k ON k.pincode = c.pincode
    ), difference AS MATERIALIZED (
        SELECT provider_id, pincode, bool_or(is_kept) AS is_kept,
            min(distance_m) FILTER (WHERE NOT is_kept) AS distance_m  -- null: covered no more
        FROM pair GROUP BY provider_id, pincode
        HAVING min(distance_m) FILTER (WHERE NOT is_kept) IS DISTINCT FROM min(distance_m) FILTER (WHERE is_kept)
    ), gone AS (
        DELETE FROM pincode_coverage k USING difference d
        WHERE k.provider_id = d.provider_id AND k.pincode = d.pincode AND d.distance_m IS NULL
    ), moved AS (
        UPDATE pincode_coverage k SET distance_m = d.distance_m FROM difference d
        WHERE k.provider_id = d.provider_id AND k.pincode = d.pincode AND d.is_kept AND d.distance_m IS NOT NULL
    ), come AS (
        INSERT INTO pincode_coverage (provider_id, pincode, distance_m)
        SELECT provider_id, pincode, distance_m FROM difference WHERE NOT is_kept
        ORDER BY provider_id, pincode
    ), step AS (
        SELECT pincode, sum(CASE WHEN NOT is_kept THEN 1 WHEN distance_m IS NULL THEN -1 ELSE 0 END)::integer AS by
        FROM difference GROUP BY pincode
    ), counted_again AS (
        UPDATE pincode_coverage_counts c SET coverage_count = c.coverage_count + s.by
        FROM step s WHERE c.pincode = s.pincode AND s.by <> 0
    ), counted_first AS (
        INSERT INTO pincode_coverage_counts (pincode, coverage_count)
        SELECT pincode, by FROM step s
        WHERE by <> 0 AND NOT EXISTS (SELECT FROM pincode_coverage_counts c WHERE c.pincode = s.pincode)
    )
    SELECT count(*) INTO changed FROM difference;
    RETURN changed;
END
$$;

-- One change of coverage at a time, until its transaction ends.
--
-- Whether a centre covers a pincode depends on rows of three tables that different transactions
-- may be changing. With the lock, the later one works on what the earlier one committed: each
-- statement of a READ COMMITTED transaction sees that, so no other isolation is allowed. An
-- advisory lock, since a table lock would throw autovacuum off the kept tables. The triggers take it
-- after they hold the changed rows: a transaction that changes several centres one by one calls it
-- first, or may be the victim of a deadlock with another such one.
CREATE OR REPLACE FUNCTION coverage_lock() RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
    IF current_setting('transaction_isolation') <> 'read committed' THEN
        RAISE EXCEPTION 'a change of coverage needs a READ COMMITTED transaction'
            USING ERRCODE = 'feature_not_supported';
    END IF;
    PERFORM pg_advisory_xact_lock(hashtextextended('istri coverage', 0));
END
$$;

-- The same for everything, for a doubt or a repair: gives how many pairs, counts and pieces of ground were wrong, which
-- is 0 as long as the triggers did their work.
CREATE OR REPLACE FUNCTION coverage_rebuild() RETURNS bigint
LANGUAGE sql AS $$
    SELECT coverage_pairs_rebuild() + coverage_pieces_rebuild()
$$;

CREATE OR REPLACE FUNCTION coverage_pairs_rebuild() RETURNS bigint
LANGUAGE plpgsql AS $$
DECLARE
    wrong_pairs bigint;
    wrong_counts bigint;
BEGIN
    PERFORM coverage_lock();
    wrong_pairs := coverage_refresh(
        ARRAY(SELECT id FROM service_providers UNION SELECT provider_id FROM pincode_coverage), '{}');
    WITH truth AS (
        SELECT pincode, count(*)::integer AS coverage_count FROM pincode_coverage GROUP BY pincode
        UNION ALL
        SELECT pincode, 0 FROM pincode_coverage_counts c
        WHERE coverage_count <> 0 AND NOT EXISTS (SELECT FROM pincode_coverage k WHERE k.pincode = c.pincode)
    )
    INSERT INTO pincode_coverage_counts AS c (pincode, coverage_count) SELECT pincode, coverage_count FROM truth
    ON CONFLICT (pincode) DO UPDATE SET coverage_count = excluded.coverage_count
    WHERE c.coverage_count <> excluded.coverage_count;
    GET DIAGNOSTICS wrong_counts = ROW_COUNT;
    RETURN wrong_pairs + wrong_counts;
END
$$;
