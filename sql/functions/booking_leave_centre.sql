-- Takes a booking that hasn't begun from a centre, and gives it to the next best, however often that was done before.
-- Gives passed_on, needs_dispatch, or null: it isn't the centre's to lose any more.
CREATE OR REPLACE FUNCTION booking_leave_centre(
    booking bigint, centre bigint, reason text, said text, who booking_actor, rules booking_rules)
RETURNS text
LANGUAGE plpgsql AS $$
DECLARE
    b bookings;
BEGIN
    SELECT * INTO b FROM bookings
    WHERE id = booking AND provider_id = centre AND status IN ('pending', 'accepted')
        AND scheduled_at > clock_timestamp()
    FOR NO KEY UPDATE;
    IF b.id IS NULL THEN RETURN NULL; END IF;
    RETURN CASE WHEN booking_pass_on(b, 'suspended', reason, coalesce(who.role, 'system'), said, who, rules) IS NULL
        THEN 'needs_dispatch' ELSE 'passed_on' END;
END
$$;
