-- Moves a booking to another time at its centre, as its customer or staff ask. An accepted one stays accepted; a
-- pending one's centre has the whole time to answer anew. Late moves cost its customer the fee of the rules. One that
-- waits for a dispatcher may be moved to any time that is ahead: whether a centre has it then, the dispatcher sees.
--
-- code: moved (also when it is at that time already); unknown; transition_not_allowed: it isn't theirs to move;
-- not_open: neither pending nor accepted, see `old_status`; not_a_slot; slot_taken.
CREATE OR REPLACE FUNCTION booking_reschedule(
    booking bigint, starts timestamptz, who booking_actor, rules booking_rules,
    OUT code text, OUT old_status text)
LANGUAGE plpgsql AS $$
DECLARE
    b bookings;
    acting text;
    minutes integer;
    wanted tstzrange;
    resource bigint;
BEGIN
    SELECT * INTO b FROM bookings WHERE id = booking FOR NO KEY UPDATE;
    IF b.id IS NULL OR booking_acting(b, who) = '{}' THEN
        code := 'unknown';
        RETURN;
    END IF;
    old_status := b.status;
    SELECT m INTO acting FROM unnest(booking_acting(b, who)) AS m WHERE m <> 'provider';
    code := CASE
        WHEN acting IS NULL THEN 'transition_not_allowed'
        WHEN b.status NOT IN ('pending', 'accepted') THEN 'not_open'
        WHEN b.scheduled_at = starts THEN 'moved'
        WHEN starts <= clock_timestamp()
            OR starts > clock_timestamp() + make_interval(days => rules.horizon_days) THEN 'not_a_slot'
        END;
    IF code IS NOT NULL THEN RETURN; END IF;

    IF b.provider_id IS NULL THEN
        wanted := tstzrange(starts, starts + (b.ends_at - b.scheduled_at));
    ELSE
        minutes := extract(epoch FROM b.ends_at - b.scheduled_at) / 60;
        PERFORM FROM service_providers s WHERE s.id = b.provider_id AND s.status = 'approved' FOR SHARE;
        IF NOT FOUND OR NOT booking_can_start(b.provider_id, minutes, starts) THEN
            code := 'not_a_slot';
            RETURN;
        END IF;
        wanted := booking_during(b.provider_id, booking_kind(b.mode), starts, minutes);
        resource := booking_take_resource(b.provider_id, booking_kind(b.mode), wanted, b.id);
        IF resource IS NULL THEN
            code := 'slot_taken';
            RETURN;
        END IF;
    END IF;
    UPDATE bookings SET scheduled_at = starts, ends_at = starts + (b.ends_at - b.scheduled_at), during = wanted,
        resource_id = resource, fee_paise = fee_paise + booking_late_fee(b, acting, rules),
        respond_by = CASE WHEN b.status = 'pending' AND b.provider_id IS NOT NULL
            THEN clock_timestamp() + make_interval(mins => rules.response_minutes) END,
        changed_by = who.user_id, changed_role = acting,
        change_note = 'moved from ' || to_char(b.scheduled_at AT TIME ZONE 'Asia/Kolkata', 'YYYY-MM-DD"T"HH24:MI:SS')
            || '+05:30'
    WHERE id = booking;
    PERFORM booking_audit(booking, 'rescheduled', booking_audit_field('scheduled_at', b.scheduled_at, starts), who);
    PERFORM booking_tell(booking);
    code := 'moved';
END
$$;
