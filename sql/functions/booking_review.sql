-- Stores what a customer thinks of a repair, and keeps the centre's rating.
--
-- Gives `reviewed`, `unknown` (also when the booking is somebody else's), `not_completed` or `already_reviewed`.
CREATE OR REPLACE FUNCTION booking_review(booking bigint, customer bigint, stars integer, words text) RETURNS text
LANGUAGE plpgsql AS $$
DECLARE
    b bookings;
BEGIN
    -- A booking that is completed stays so: nothing has to be locked.
    SELECT * INTO b FROM bookings WHERE id = booking AND customer_id = customer;
    IF b.id IS NULL THEN RETURN 'unknown'; END IF;
    IF b.status <> 'completed' THEN RETURN 'not_completed'; END IF;
    INSERT INTO reviews (booking_id, provider_id, customer_id, rating, text)
    VALUES (b.id, b.provider_id, b.customer_id, stars, words)
    ON CONFLICT (booking_id) DO NOTHING;
    IF NOT FOUND THEN RETURN 'already_reviewed'; END IF;
    INSERT INTO provider_ratings AS r (provider_id, reviews, stars) VALUES (b.provider_id, 1, booking_review.stars)
    ON CONFLICT (provider_id) DO UPDATE SET reviews = r.reviews + 1, stars = r.stars + excluded.stars;
    RETURN 'reviewed';
END
$$;
