-- Has whom it concerns told of the booking's newest step, by the job `tell_of_booking`: it runs if the caller's
-- transaction commits. To be called after the row's triggers have run, so in a statement after the change.
CREATE OR REPLACE FUNCTION booking_tell(booking bigint) RETURNS void
LANGUAGE sql AS $$
    INSERT INTO jobs (kind, payload)
    SELECT 'tell_of_booking', json_build_object('bookingID', h.booking_id, 'historyID', h.id)
    FROM booking_history h WHERE h.booking_id = booking ORDER BY h.id DESC LIMIT 1
$$;
