-- Takes a booking a step on, if it stands where the step begins and the step is theirs who ask.
--
-- said           what they say of it; stands in its history
-- at_centre      not null: only while it is this centre's
-- by_cancelling  staff cancel by a call of its own, which has a name for the reason
--
-- code: moved; unknown (or none of their business); illegal_transition, then `allowed` are the steps that there are;
-- transition_not_allowed: it is a step, but another's. Of two who ask for the same step at once the second meets what
-- the first has made.
CREATE OR REPLACE FUNCTION booking_move(
    booking bigint, new_status text, said text, at_centre bigint, by_cancelling boolean,
    who booking_actor, rules booking_rules,
    OUT code text, OUT old_status text, OUT allowed text[])
LANGUAGE plpgsql AS $$
DECLARE
    b bookings;
    mine text[];
    acting text;
BEGIN
    SELECT * INTO b FROM bookings WHERE id = booking FOR NO KEY UPDATE;
    mine := booking_acting(b, who);
    IF b.id IS NULL OR mine = '{}' OR (at_centre IS NOT NULL AND at_centre IS DISTINCT FROM b.provider_id) THEN
        code := 'unknown';
        RETURN;
    END IF;
    old_status := b.status;
    -- Without a centre there is nobody who could do the work.
    allowed := ARRAY(
        SELECT t.to_status FROM booking_transitions t
        WHERE t.from_status = b.status AND (NOT b.needs_dispatch OR t.to_status IN ('rejected', 'cancelled'))
        ORDER BY t.to_status);
    IF new_status <> ALL (allowed) THEN
        code := 'illegal_transition';
        RETURN;
    END IF;
    SELECT m INTO acting
    FROM booking_transitions t CROSS JOIN unnest(mine) AS m
    WHERE t.from_status = b.status AND t.to_status = new_status AND m = ANY (t.actors)
        AND (by_cancelling OR new_status <> 'cancelled' OR m = 'customer')
    LIMIT 1;
    IF acting IS NULL THEN
        code := 'transition_not_allowed';
        RETURN;
    END IF;
    code := 'moved';
    IF new_status = 'rejected' AND b.rematch AND b.provider_id IS NOT NULL THEN
        PERFORM booking_pass_on(b, 'rejected', said, acting, said, who, rules);
        RETURN;
    END IF;
    UPDATE bookings SET status = new_status, needs_dispatch = false, respond_by = NULL,
        -- A fee for an earlier change falls away with a centre that declines, as it does where another takes over.
        fee_paise = CASE new_status
            WHEN 'rejected' THEN 0 WHEN 'cancelled' THEN fee_paise + booking_late_fee(b, acting, rules)
            ELSE fee_paise END,
        changed_by = who.user_id, changed_role = acting, change_note = said
    WHERE id = booking;
    PERFORM booking_audit(booking, new_status,
        jsonb_build_object('status', jsonb_build_array(b.status, new_status)), who);
    PERFORM booking_tell(booking);
END
$$;
