-- Keeps `service_area_versions`: after each statement that changes areas, in its transaction, once for all rows.
--
-- The time is the clock's, taken under the lock that orders all changes of coverage, so that the times of versions
-- follow the order of commits; now() would be the time when the transaction began, before it waited for another.
-- A clock that was set back makes a period of a microsecond rather than one that ends before it begins.

CREATE OR REPLACE FUNCTION period_until(during tstzrange, at timestamptz) RETURNS tstzrange
LANGUAGE sql STABLE AS $$
    -- What never was in force has no period, and gets none.
    SELECT CASE WHEN during IS NOT NULL THEN tstzrange(lower(during), greatest(at, lower(during) + interval '1 us')) END
$$;

-- Row by row, before an update: each counts, and each change of what is served is another version.
CREATE OR REPLACE FUNCTION service_areas_number_change() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
    NEW.id := OLD.id;
    NEW.revision := OLD.revision + 1;
    IF NEW.version = OLD.version
        AND ((NEW.provider_id, NEW.kind, NEW.city, NEW.district_lgd, NEW.pincodes, NEW.radius_km, NEW.geom)
                IS DISTINCT FROM
             (OLD.provider_id, OLD.kind, OLD.city, OLD.district_lgd, OLD.pincodes, OLD.radius_km, OLD.geom)
            -- What is in force a second time is in force for a second period.
            OR NEW.status = 'in_force' AND OLD.status <> 'in_force' AND EXISTS (
                SELECT FROM service_area_versions v
                WHERE v.area_id = OLD.id AND v.version = OLD.version AND v.during IS NOT NULL))
    THEN
        NEW.version := 1 + greatest(OLD.version, OLD.proposed_version,
            (SELECT max(v.version) FROM service_area_versions v WHERE v.area_id = OLD.id));
    END IF;
    RETURN NEW;
END
$$;

-- Planned at each call, as coverage_refresh is, and for the same reason.
CREATE OR REPLACE FUNCTION service_areas_keep_history() RETURNS trigger
LANGUAGE plpgsql
SET plan_cache_mode = force_custom_plan SET jit = off AS $$
DECLARE
    at timestamptz;
BEGIN
    CASE TG_OP
    WHEN 'INSERT' THEN
        IF EXISTS (SELECT FROM new_rows WHERE status = 'in_force') THEN
            PERFORM coverage_lock();
        END IF;
        at := clock_timestamp();
        INSERT INTO service_area_versions (area_id, version, provider_id, status, kind, city, district_lgd, pincodes,
            radius_km, geom, area_km2, author_id, request, created_at, decided_at, decision_reason, during)
        SELECT id, version, provider_id, status, kind, city, district_lgd, pincodes, radius_km, geom, area_km2,
            author_id, request, at, decided_at, decision_reason,
            CASE WHEN status = 'in_force' THEN tstzrange(at, NULL) END
        FROM new_rows;
    WHEN 'DELETE' THEN
        IF EXISTS (SELECT FROM old_rows WHERE status = 'in_force') THEN
            PERFORM coverage_lock();
        END IF;
        at := clock_timestamp();
        UPDATE service_area_versions v
        SET status = 'withdrawn', during = period_until(during, at)
        FROM old_rows o
        WHERE v.area_id = o.id AND v.version IN (o.version, o.proposed_version) AND v.status IN ('proposed', 'in_force');
    WHEN 'UPDATE' THEN
        IF NOT EXISTS (
            SELECT FROM old_rows o JOIN new_rows n USING (id)
            WHERE (o.version, o.status, o.proposed_version) IS DISTINCT FROM (n.version, n.status, n.proposed_version))
        THEN
            RETURN NULL;
        END IF;
        IF EXISTS (SELECT FROM old_rows o JOIN new_rows n USING (id) WHERE 'in_force' IN (o.status, n.status)) THEN
            PERFORM coverage_lock();
        END IF;
        at := clock_timestamp();
        -- What was shown or proposed and is no longer.
        UPDATE service_area_versions v
        SET status = CASE WHEN n.status = 'withdrawn' THEN 'withdrawn' ELSE 'superseded' END,
            during = period_until(during, at)
        FROM old_rows o JOIN new_rows n USING (id)
        WHERE v.area_id = o.id AND v.version IN (o.version, o.proposed_version) AND v.status IN ('proposed', 'in_force')
            AND CASE WHEN v.version = n.version THEN n.status NOT IN ('proposed', 'in_force')
                ELSE v.version IS DISTINCT FROM n.proposed_version END;
        -- What is shown now.
        INSERT INTO service_area_versions AS v (area_id, version, provider_id, status, kind, city, district_lgd,
            pincodes, radius_km, geom, area_km2, author_id, request, created_at, decided_at, decision_reason, during)
        SELECT n.id, n.version, n.provider_id, n.status, n.kind, n.city, n.district_lgd, n.pincodes, n.radius_km,
            n.geom, n.area_km2, n.author_id, n.request, at, n.decided_at, n.decision_reason,
            CASE WHEN n.status = 'in_force' THEN
                tstzrange(greatest(at, (
                    SELECT max(upper(h.during)) FROM service_area_versions h WHERE h.area_id = n.id)), NULL)
            END
        FROM old_rows o JOIN new_rows n USING (id)
        WHERE (o.version, o.status) IS DISTINCT FROM (n.version, n.status)
        ON CONFLICT (area_id, version) DO UPDATE
        SET status = excluded.status, decided_at = excluded.decided_at, decision_reason = excluded.decision_reason,
            during = coalesce(v.during, excluded.during);
    END CASE;
    RETURN NULL;
END
$$;

CREATE OR REPLACE FUNCTION service_areas_end_history() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
    PERFORM coverage_lock();
    UPDATE service_area_versions
    SET status = 'withdrawn', during = period_until(during, clock_timestamp())
    WHERE status IN ('proposed', 'in_force');
    RETURN NULL;
END
$$;
