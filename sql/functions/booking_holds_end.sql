-- Ends the holds on the resource that ran out by a moment and would be in the way of `wanted`, but for those that
-- somebody has locked. The customers are told.
CREATE OR REPLACE FUNCTION booking_holds_end(resource bigint, wanted tstzrange, over_by timestamptz) RETURNS void
LANGUAGE plpgsql AS $$
DECLARE
    ended bigint;
BEGIN
    FOR ended IN
        WITH over AS MATERIALIZED (
            SELECT b.id FROM bookings b
            WHERE b.resource_id = resource AND b.during && wanted AND b.status = 'held' AND b.hold_expires_at <= over_by
            FOR NO KEY UPDATE SKIP LOCKED
        )
        UPDATE bookings b SET status = 'expired', changed_by = NULL, changed_role = 'system', change_note = NULL
        FROM over WHERE b.id = over.id
        RETURNING b.id
    LOOP
        PERFORM booking_tell(ended);
    END LOOP;
END
$$;
