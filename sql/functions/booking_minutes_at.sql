-- How long the centre takes for all that is booked; null when it doesn't offer all of it.
CREATE OR REPLACE FUNCTION booking_minutes_at(booking bigint, centre bigint) RETURNS integer
LANGUAGE sql STABLE AS $$
    SELECT CASE WHEN count(*) = count(s.service) THEN sum(s.minutes)::integer END
    FROM booking_items i LEFT JOIN provider_services s ON s.provider_id = centre AND s.service = i.service
    WHERE i.booking_id = booking
$$;
