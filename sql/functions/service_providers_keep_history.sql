-- Keeps `service_provider_periods`: after each statement that changes centres, in its transaction, once for all
-- rows. As service_areas_keep_history does for areas.
CREATE OR REPLACE FUNCTION service_providers_keep_history() RETURNS trigger
LANGUAGE plpgsql
SET plan_cache_mode = force_custom_plan SET jit = off AS $$
DECLARE
    at timestamptz := clock_timestamp();
BEGIN
    CASE TG_OP
    WHEN 'INSERT' THEN
        INSERT INTO service_provider_periods (provider_id, center_name, lat, lng, during)
        SELECT id, center_name, lat, lng, tstzrange(at, NULL) FROM new_rows WHERE status = 'approved';
    WHEN 'DELETE' THEN
        UPDATE service_provider_periods p
        SET during = period_until(during, at)
        FROM old_rows o
        WHERE p.provider_id = o.id AND upper_inf(p.during) AND o.status = 'approved';
    WHEN 'UPDATE' THEN
        UPDATE service_provider_periods p
        SET during = period_until(during, at)
        FROM old_rows o LEFT JOIN new_rows n USING (id)
        WHERE p.provider_id = o.id AND upper_inf(p.during) AND o.status = 'approved'
            AND (o.status, o.center_name, o.lat, o.lng) IS DISTINCT FROM (n.status, n.center_name, n.lat, n.lng);
        INSERT INTO service_provider_periods (provider_id, center_name, lat, lng, during)
        SELECT n.id, n.center_name, n.lat, n.lng,
            tstzrange(greatest(at, (
                SELECT max(upper(h.during)) FROM service_provider_periods h WHERE h.provider_id = n.id)), NULL)
        FROM new_rows n LEFT JOIN old_rows o USING (id)
        WHERE n.status = 'approved'
            AND (o.status, o.center_name, o.lat, o.lng) IS DISTINCT FROM (n.status, n.center_name, n.lat, n.lng);
    END CASE;
    RETURN NULL;
END
$$;

CREATE OR REPLACE FUNCTION service_providers_end_history() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
    UPDATE service_provider_periods
    SET during = period_until(during, clock_timestamp())
    WHERE upper_inf(during);
    RETURN NULL;
END
$$;
