-- As what somebody may act on a booking: staff as such, others as its customer, as its centre's owner or as both, the
-- clock as `system`. Empty: it is none of their business.
CREATE OR REPLACE FUNCTION booking_acting(b bookings, who booking_actor) RETURNS text[]
LANGUAGE sql STABLE AS $$
    SELECT CASE
        WHEN who.user_id IS NULL THEN ARRAY['system']
        WHEN who.role IN ('dispatcher', 'admin') THEN ARRAY[who.role]
        ELSE array_remove(ARRAY[
            CASE WHEN b.customer_id = who.user_id THEN 'customer' END,
            CASE WHEN who.role = 'provider' AND EXISTS (
                    SELECT FROM service_providers s WHERE s.id = b.provider_id AND s.user_id = who.user_id)
                THEN 'provider' END], NULL)
        END
$$;
