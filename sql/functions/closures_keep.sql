-- Keeps `service_providers.closed_during` in the transaction of the change: the union of the centre's
-- closures that are not over. What is over later stays until the next change, and does no harm.
CREATE OR REPLACE FUNCTION closures_keep() RETURNS trigger
LANGUAGE plpgsql AS $$
DECLARE
    centres bigint[];
BEGIN
    CASE TG_OP
    WHEN 'INSERT' THEN
        centres := ARRAY(SELECT DISTINCT provider_id FROM new_rows);
    WHEN 'DELETE' THEN
        centres := ARRAY(SELECT DISTINCT provider_id FROM old_rows);
    WHEN 'UPDATE' THEN
        centres := ARRAY(SELECT provider_id FROM old_rows UNION SELECT provider_id FROM new_rows);
    END CASE;
    -- Behind the lock the next statement sees what a transaction that has just ended did to the same centres.
    PERFORM FROM service_providers WHERE id = ANY (centres) ORDER BY id FOR NO KEY UPDATE;
    IF EXISTS (
        SELECT FROM closures c WHERE c.provider_id = ANY (centres) AND upper(c.during) > now()
        GROUP BY c.provider_id HAVING count(*) > 50)
    THEN
        RAISE EXCEPTION 'a centre may have 50 closures that are not over'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'closures_per_centre';
    END IF;
    UPDATE service_providers s SET closed_during = kept.during
    FROM (
        SELECT centre, (
            SELECT range_agg(c.during) FROM closures c WHERE c.provider_id = centre AND upper(c.during) > now()
            ) AS during
        FROM unnest(centres) AS centre
    ) AS kept
    WHERE s.id = kept.centre AND s.closed_during IS DISTINCT FROM kept.during;
    RETURN NULL;
END
$$;
