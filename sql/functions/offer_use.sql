-- What an offer takes off a sum, in whole paise, rounded down.
CREATE OR REPLACE FUNCTION offer_discount(o offers, sum_paise bigint) RETURNS bigint
LANGUAGE sql IMMUTABLE AS $$
    SELECT least(sum_paise, o.most_discount_paise, coalesce(o.discount_paise, sum_paise * o.discount_percent / 100))
$$;

-- What is left of a sum after a discount, in whole rupees: half a rupee up, but down where it would cost more than
-- without the offer. What nothing is taken off stays to the paisa. What left a rupee or more leaves that still.
CREATE OR REPLACE FUNCTION offer_total(sum_paise bigint, discount_paise bigint) RETURNS bigint
LANGUAGE sql IMMUTABLE AS $$
    SELECT CASE
        WHEN discount_paise = 0 THEN sum_paise
        WHEN (sum_paise - discount_paise + 50) / 100 * 100 <= sum_paise
            THEN (sum_paise - discount_paise + 50) / 100 * 100
        ELSE (sum_paise - discount_paise) / 100 * 100 END
$$;

-- Uses an offer for a booking that this transaction has made, whose total is lowered. Its row stays locked to the end, so
-- that of two who want the last use one comes too late. Gives null, or why not: offer_unknown, offer_not_running,
-- offer_not_for_you, offer_minimum, offer_used_up, offer_used_by_you.
CREATE OR REPLACE FUNCTION offer_use(offer bigint, booking bigint) RETURNS text
LANGUAGE plpgsql AS $$
DECLARE
    o offers;
    b bookings;
    mine integer;
    refusal text;
    discount bigint;
    total bigint;
BEGIN
    SELECT * INTO b FROM bookings x WHERE x.id = booking;
    SELECT * INTO o FROM offers x WHERE x.id = offer FOR NO KEY UPDATE;
    mine := (SELECT count(*) FROM offer_uses u
        WHERE u.offer_id = offer AND u.customer_id = b.customer_id AND u.number IS NOT NULL);
    refusal := CASE
        WHEN o.id IS NULL OR o.removed_at IS NOT NULL OR o.code IS NULL THEN 'offer_unknown'
        WHEN o.starts_at > clock_timestamp() OR o.ends_at <= clock_timestamp() THEN 'offer_not_running'
        WHEN NOT target_has(o.target, o.target_pincodes, b.customer_id, b.id) THEN 'offer_not_for_you'
        WHEN b.total_paise < o.min_total_paise THEN 'offer_minimum'
        WHEN o.uses >= o.total_limit THEN 'offer_used_up'
        WHEN mine >= o.person_limit THEN 'offer_used_by_you'
        END;
    IF refusal IS NOT NULL THEN RETURN refusal; END IF;
    discount := offer_discount(o, b.total_paise);
    -- What is to be paid first must be something that can be paid.
    IF b.status = 'held' THEN discount := greatest(0, least(discount, b.total_paise - 100)); END IF;
    total := offer_total(b.total_paise, discount);
    UPDATE offers x SET uses = x.uses + 1 WHERE x.id = offer;
    INSERT INTO offer_uses (booking_id, offer_id, customer_id, number)
    VALUES (booking, offer, b.customer_id, (
        SELECT min(n) FROM generate_series(1, mine + 1) AS n
        WHERE NOT EXISTS (SELECT FROM offer_uses u
            WHERE u.offer_id = offer AND u.customer_id = b.customer_id AND u.number = n)));
    UPDATE bookings x SET offer_id = offer, discount_paise = discount, total_paise = total,
        round_off_paise = total - (x.total_paise - discount)
    WHERE x.id = booking;
    RETURN NULL;
END
$$;

-- Gives a use back when nothing comes of its booking.
CREATE OR REPLACE FUNCTION offer_give_back() RETURNS trigger
LANGUAGE plpgsql AS $$
DECLARE
    offer bigint;
BEGIN
    UPDATE offer_uses u SET number = NULL, given_back_at = clock_timestamp()
    WHERE u.booking_id = NEW.id AND u.number IS NOT NULL RETURNING u.offer_id INTO offer;
    IF FOUND THEN UPDATE offers o SET uses = o.uses - 1 WHERE o.id = offer; END IF;
    RETURN NULL;
END
$$;
