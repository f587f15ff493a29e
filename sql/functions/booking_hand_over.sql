-- Gives a booking, whose row the caller has locked, to a centre: its row locked too, and of its resources one taken.
-- `b.scheduled_at` is when it is to be done from now on.
--
-- The customer pays for each item what is lower: the price they have seen, or this centre's. They didn't choose to go
-- elsewhere, and nobody asks them anew. An offer goes on taking off what it says, below its minimum too. A fee for a late
-- change falls away when another centre has it: this one kept no hour in vain. An accepted booking stays accepted; a
-- pending one waits for this centre to answer.
CREATE OR REPLACE FUNCTION booking_hand_over(
    b bookings, centre bigint, resource bigint, minutes integer, acting text, said text,
    who booking_actor, rules booking_rules)
RETURNS void
LANGUAGE plpgsql AS $$
DECLARE
    sum_paise bigint;
    discount bigint;
    total bigint;
BEGIN
    UPDATE booking_items i SET price_paise = least(i.price_paise, s.price_paise), minutes = s.minutes
    FROM provider_services s
    WHERE i.booking_id = b.id AND s.provider_id = centre AND s.service = i.service;
    sum_paise := (SELECT coalesce(sum(i.price_paise), 0) FROM booking_items i WHERE i.booking_id = b.id);
    discount := coalesce((SELECT offer_discount(o, sum_paise) FROM offers o WHERE o.id = b.offer_id), 0);
    total := offer_total(sum_paise, discount);
    UPDATE bookings SET provider_id = centre, resource_id = resource, needs_dispatch = false,
        scheduled_at = b.scheduled_at,
        ends_at = b.scheduled_at + make_interval(mins => booking_hand_over.minutes),
        during = booking_during(centre, booking_kind(b.mode), b.scheduled_at, booking_hand_over.minutes),
        total_paise = total, discount_paise = discount, round_off_paise = total - (sum_paise - discount),
        fee_paise = CASE WHEN b.provider_id = centre THEN b.fee_paise ELSE 0 END,
        respond_by = CASE b.status
            WHEN 'pending' THEN clock_timestamp() + make_interval(mins => rules.response_minutes) END,
        changed_by = who.user_id, changed_role = acting, change_note = said
    WHERE id = b.id;
    PERFORM booking_audit(b.id, 'assigned', booking_audit_field('provider_id', b.provider_id, centre), who);
    PERFORM booking_tell(b.id);
END
$$;

-- Takes it from its centre, for a dispatcher to find another. Without a centre no fee is owed.
CREATE OR REPLACE FUNCTION booking_leave_to_dispatch(b bookings, acting text, said text, who booking_actor) RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
    UPDATE bookings SET provider_id = NULL, resource_id = NULL, needs_dispatch = true, respond_by = NULL, fee_paise = 0,
        changed_by = who.user_id, changed_role = acting, change_note = said
    WHERE id = b.id;
    PERFORM booking_audit(b.id, 'needs_dispatch', booking_audit_field('provider_id', b.provider_id, NULL), who);
    PERFORM booking_tell(b.id);
END
$$;
