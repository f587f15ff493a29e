-- A resource of the centre that is free for the whole time, locked until the transaction ends; null when there is none.
-- The caller holds the centre's row. Resources are locked ascending and looked at again behind the lock. Holds that
-- are over and stand in the way expire here; one whose row somebody is changing (a payment) stays.
CREATE OR REPLACE FUNCTION booking_resource_take(centre bigint, wanted_kind text, wanted tstzrange) RETURNS bigint
LANGUAGE plpgsql AS $$
DECLARE
    candidate bigint;
BEGIN
    FOR candidate IN SELECT * FROM booking_free_resources(centre, wanted_kind, wanted) LOOP
        PERFORM booking_resource_lock(candidate);
        IF booking_resource_can_take(candidate, wanted) THEN RETURN candidate; END IF;
        PERFORM booking_expire_holds(candidate, wanted);
        IF booking_resource_can_take(candidate, wanted) THEN RETURN candidate; END IF;
    END LOOP;
    RETURN NULL;
END
$$;

-- Whether nothing stands in the way of a booking of the resource, be it a hold that is over.
CREATE OR REPLACE FUNCTION booking_resource_can_take(resource bigint, wanted tstzrange) RETURNS boolean
LANGUAGE plpgsql AS $$
BEGIN
    RETURN EXISTS (SELECT FROM booking_resources r
        WHERE r.id = resource AND r.retired_at IS NULL AND NOT r.unavailable && wanted
            AND NOT EXISTS (SELECT FROM bookings b
                WHERE b.resource_id = resource AND b.during && wanted
                    AND b.status IN ('held', 'pending', 'accepted', 'in_progress', 'completed', 'no_show')));
END
$$;

-- Ends the holds of a resource that are over and overlap the time, and has their customers told.
CREATE OR REPLACE FUNCTION booking_expire_holds(resource bigint, wanted tstzrange) RETURNS void
LANGUAGE plpgsql AS $$
DECLARE
    hold bigint;
BEGIN
    FOR hold IN
        UPDATE bookings SET status = 'expired', changed_by = NULL, changed_role = 'system', change_note = NULL
        WHERE id IN (
            SELECT b.id FROM bookings b
            WHERE b.resource_id = resource AND b.during && wanted AND b.status = 'held' AND b.hold_expires_at <= now()
            ORDER BY b.id FOR UPDATE SKIP LOCKED)
        RETURNING id
    LOOP
        PERFORM booking_tell(hold);
    END LOOP;
END
$$;
