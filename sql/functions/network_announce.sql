-- The triggers behind network_notify: what each statement on centres, their services and their
-- areas changed for visitors.
--
-- Past 30 centres the rest isn't looked at: the payload says "all" anyway. Whether a centre is
-- approved is asked by a scalar subquery, row by row: as a join it was at times planned with the
-- changed rows inside the loop, which takes time by the square of a bulk load.

CREATE OR REPLACE FUNCTION service_providers_announce() RETURNS trigger
LANGUAGE plpgsql AS $$
DECLARE
    changes jsonb;
BEGIN
    CASE TG_OP
    WHEN 'INSERT' THEN
        SELECT jsonb_agg(change) INTO changes FROM (
            SELECT network_change(id, ARRAY[point(lng, lat)], NULL) AS change
            FROM new_rows WHERE status = 'approved' LIMIT 31) AS c;
    WHEN 'DELETE' THEN
        -- Its areas announce themselves: they are deleted with it.
        SELECT jsonb_agg(change) INTO changes FROM (
            SELECT network_change(id, ARRAY[point(lng, lat)], NULL) AS change
            FROM old_rows WHERE status = 'approved' LIMIT 31) AS c;
    WHEN 'UPDATE' THEN
        SELECT jsonb_agg(change) INTO changes FROM (
            SELECT network_change(id,
                CASE WHEN (was, o.lat, o.lng) IS DISTINCT FROM (is_now, n.lat, n.lng) THEN
                    ARRAY[CASE WHEN was THEN point(o.lng, o.lat) END, CASE WHEN is_now THEN point(n.lng, n.lat) END]
                END,
                CASE WHEN was <> is_now THEN
                    (SELECT ST_Extent(a.geom)::geometry FROM service_areas a
                     WHERE a.provider_id IN (o.id, n.id) AND a.status = 'in_force')
                END) AS change
            FROM old_rows o FULL JOIN new_rows n USING (id)
            CROSS JOIN LATERAL (
                SELECT coalesce(o.status = 'approved', false), coalesce(n.status = 'approved', false)
            ) AS s (was, is_now)
            WHERE (was OR is_now)
                AND (o.center_name, o.address, o.city, o.district_lgd, o.district, o.pincode, o.phone,
                    o.lat, o.lng, o.location_source, o.status, o.open_minutes, o.closed_during, o.is_sample)
                IS DISTINCT FROM (n.center_name, n.address, n.city, n.district_lgd, n.district, n.pincode, n.phone,
                    n.lat, n.lng, n.location_source, n.status, n.open_minutes, n.closed_during, n.is_sample)
            LIMIT 31) AS c;
    END CASE;
    PERFORM network_notify(changes);
    RETURN NULL;
END
$$;

-- Who offers what decides which answers a centre is in, as its place does; a price only shows.
CREATE OR REPLACE FUNCTION provider_services_announce() RETURNS trigger
LANGUAGE plpgsql AS $$
DECLARE
    changes jsonb;
BEGIN
    CASE TG_OP
    WHEN 'INSERT' THEN
        SELECT jsonb_agg(change) INTO changes FROM (
            SELECT network_change(r.provider_id, ARRAY[approved_place(r.provider_id)], NULL) AS change
            FROM (SELECT DISTINCT provider_id FROM new_rows) AS r
            WHERE approved_place(r.provider_id) IS NOT NULL LIMIT 31) AS c;
    WHEN 'DELETE' THEN
        SELECT jsonb_agg(change) INTO changes FROM (
            SELECT network_change(r.provider_id, ARRAY[approved_place(r.provider_id)], NULL) AS change
            FROM (SELECT DISTINCT provider_id FROM old_rows) AS r
            WHERE approved_place(r.provider_id) IS NOT NULL LIMIT 31) AS c;
    WHEN 'UPDATE' THEN
        SELECT jsonb_agg(change) INTO changes FROM (
            SELECT network_change(r.provider_id,
                CASE WHEN r.moved THEN ARRAY[approved_place(r.provider_id)] END, NULL) AS change
            FROM (
                SELECT provider_id, bool_or(o.price_paise IS NULL OR n.price_paise IS NULL) AS moved
                FROM old_rows o FULL JOIN new_rows n USING (provider_id, service)
                WHERE (o.price_paise, o.minutes) IS DISTINCT FROM (n.price_paise, n.minutes)
                GROUP BY provider_id
            ) AS r
            WHERE approved_place(r.provider_id) IS NOT NULL LIMIT 31) AS c;
    END CASE;
    PERFORM network_notify(changes);
    RETURN NULL;
END
$$;

CREATE OR REPLACE FUNCTION service_areas_announce() RETURNS trigger
LANGUAGE plpgsql AS $$
DECLARE
    changes jsonb;
BEGIN
    CASE TG_OP
    WHEN 'INSERT' THEN
        SELECT jsonb_agg(change) INTO changes FROM (
            SELECT network_change(provider_id, NULL, ST_Extent(geom)::geometry) AS change
            FROM new_rows r WHERE status = 'in_force' AND centre_may_show(provider_id)
            GROUP BY provider_id LIMIT 31) AS c;
    WHEN 'DELETE' THEN
        SELECT jsonb_agg(change) INTO changes FROM (
            SELECT network_change(provider_id, NULL, ST_Extent(geom)::geometry) AS change
            FROM old_rows r WHERE status = 'in_force' AND centre_may_show(provider_id)
            GROUP BY provider_id LIMIT 31) AS c;
    WHEN 'UPDATE' THEN
        SELECT jsonb_agg(change) INTO changes FROM (
            SELECT network_change(side.provider_id, NULL, ST_Extent(side.geom)::geometry) AS change
            FROM old_rows o FULL JOIN new_rows n USING (id)
            CROSS JOIN LATERAL (VALUES (o.provider_id, o.status, o.geom), (n.provider_id, n.status, n.geom))
                AS side (provider_id, status, geom)
            WHERE (o.provider_id, o.status, o.geom) IS DISTINCT FROM (n.provider_id, n.status, n.geom)
                AND side.status = 'in_force' AND centre_may_show(side.provider_id)
            GROUP BY side.provider_id LIMIT 31) AS c;
    END CASE;
    PERFORM network_notify(changes);
    RETURN NULL;
END
$$;

-- Approved, or deleted by this very transaction and perhaps approved before.
CREATE OR REPLACE FUNCTION centre_may_show(centre bigint) RETURNS boolean
LANGUAGE sql STABLE AS $$
    SELECT coalesce((SELECT status FROM service_providers WHERE id = centre), 'approved') = 'approved'
$$;

-- Longitude and latitude; null unless approved.
CREATE OR REPLACE FUNCTION approved_place(centre bigint) RETURNS point
LANGUAGE sql STABLE AS $$
    SELECT (SELECT point(lng, lat) FROM service_providers WHERE id = centre AND status = 'approved')
$$;
