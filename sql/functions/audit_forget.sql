-- The one way in which lines of the audit go: as the owner, the oldest first, and none that the law still wants kept.

-- Removes at most `most` lines older than `keep_days`, or than the period in force today if that is longer, and
-- says how many. The server may call it; it has no other way to remove anything.
CREATE OR REPLACE FUNCTION audit_forget(keep_days integer, most integer) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    required integer := (
        SELECT days FROM retention_periods WHERE subject = 'access_log' AND valid_from <= current_date
        ORDER BY valid_from DESC LIMIT 1);
    removed bigint;
BEGIN
    IF required IS NULL THEN
        RAISE EXCEPTION 'retention_periods does not say how long access logs are kept';
    END IF;
    PERFORM set_config('istri.audit_forget', 'on', true);
    DELETE FROM audit_log WHERE id IN (
        SELECT id FROM audit_log
        WHERE "timestamp" < now() - make_interval(days => greatest(keep_days, required))
        ORDER BY "timestamp", id LIMIT most);
    GET DIAGNOSTICS removed = ROW_COUNT;
    PERFORM set_config('istri.audit_forget', '', true);
    RETURN removed;
END $$;
