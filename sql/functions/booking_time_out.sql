-- What the clock does to bookings. Each call is a transaction of its own, so that one booking's locks never wait
-- behind another's; whoever works at a booking at this moment goes first.

-- A booking that its centre has let wait too long goes on to another, or ends as rejected. Gives what it did:
-- passed_on, needs_dispatch, rejected, or null: it was answered meanwhile, or is being answered.
CREATE OR REPLACE FUNCTION booking_leave_unanswered(booking bigint, rules booking_rules) RETURNS text
LANGUAGE plpgsql AS $$
DECLARE
    b bookings;
    nobody booking_actor;
BEGIN
    SELECT * INTO b FROM bookings
    WHERE id = booking AND status = 'pending' AND respond_by <= clock_timestamp()
    FOR NO KEY UPDATE SKIP LOCKED;
    IF b.id IS NULL THEN RETURN NULL; END IF;
    IF b.rematch THEN
        RETURN CASE WHEN booking_pass_on(b, 'unanswered', NULL, 'system', NULL, nobody, rules) IS NULL
            THEN 'needs_dispatch' ELSE 'passed_on' END;
    END IF;
    UPDATE bookings SET status = 'rejected', respond_by = NULL, fee_paise = 0,
        changed_by = NULL, changed_role = 'system', change_note = NULL
    WHERE id = booking;
    PERFORM booking_audit(booking, 'rejected', '{"status": ["pending", "rejected"]}', nobody);
    PERFORM booking_tell(booking);
    RETURN 'rejected';
END
$$;

-- Ends holds that ran out, at most so many. Gives how many; whoever wants one's time doesn't wait for this.
CREATE OR REPLACE FUNCTION bookings_end_holds(how_many integer) RETURNS integer
LANGUAGE plpgsql AS $$
DECLARE
    ended bigint;
    count integer := 0;
BEGIN
    FOR ended IN
        WITH over AS MATERIALIZED (
            SELECT b.id FROM bookings b WHERE b.status = 'held' AND b.hold_expires_at <= clock_timestamp()
            ORDER BY b.hold_expires_at LIMIT how_many FOR NO KEY UPDATE SKIP LOCKED
        )
        UPDATE bookings b SET status = 'expired', changed_by = NULL, changed_role = 'system', change_note = NULL
        FROM over WHERE b.id = over.id
        RETURNING b.id
    LOOP
        PERFORM booking_tell(ended);
        count := count + 1;
    END LOOP;
    RETURN count;
END
$$;
