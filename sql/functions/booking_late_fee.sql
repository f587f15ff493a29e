-- What it costs to cancel or move a booking at this moment: nothing until so many hours before its start, nothing for
-- staff, and nothing while no centre keeps the time free: nobody loses an hour, and nobody could charge for one.
CREATE OR REPLACE FUNCTION booking_late_fee(b bookings, acting text, rules booking_rules) RETURNS bigint
LANGUAGE sql STABLE AS $$
    SELECT CASE
        WHEN acting = 'customer' AND b.provider_id IS NOT NULL
            AND clock_timestamp() > b.scheduled_at - make_interval(hours => rules.free_until_hours)
        THEN rules.late_fee_paise ELSE 0 END
$$;
