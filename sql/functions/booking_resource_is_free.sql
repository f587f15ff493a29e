-- Whether nobody has the resource during any part of the time, as far as this statement can see: it isn't retired, its
-- centre doesn't keep it back, and no booking but `ignoring_booking` takes it. Holds that ran out by `holds_over_by`
-- don't count; '-infinity' counts all.
--
-- PL/pgSQL, since PostgreSQL would plan its queries anew at each call.
CREATE OR REPLACE FUNCTION booking_resource_is_free(
    resource bigint, wanted tstzrange, ignoring_booking bigint, holds_over_by timestamptz)
RETURNS boolean
LANGUAGE plpgsql STABLE AS $$
BEGIN
    RETURN EXISTS (
            SELECT FROM booking_resources r
            WHERE r.id = resource AND r.retired_at IS NULL AND NOT r.unavailable && wanted)
        AND NOT EXISTS (
            -- The list as in booking_slot_free, or its index wouldn't be used.
            SELECT FROM bookings b
            WHERE b.resource_id = resource AND b.during && wanted
                AND b.status IN ('held', 'pending', 'accepted', 'in_progress', 'completed', 'no_show')
                AND b.id IS DISTINCT FROM ignoring_booking
                AND NOT (b.status = 'held' AND b.hold_expires_at <= holds_over_by));
END
$$;
