-- Has people told of the newest line of a booking's history, if the transaction commits. The job's name and payload are
-- those of TellOfBookingJob.
CREATE OR REPLACE FUNCTION booking_tell(booking bigint) RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO jobs (kind, payload)
    SELECT 'tell_of_booking', json_build_object('bookingID', h.booking_id, 'historyID', h.id)
    FROM booking_history h WHERE h.booking_id = booking ORDER BY h.id DESC LIMIT 1;
END
$$;
