-- Takes so many rows from the outbox at most, and names their bookings to all nodes that listen. Transactions that
-- notify commit one after the other; those that change bookings leave it to this one, so they needn't.
--
-- Gives how many rows it took.
CREATE OR REPLACE FUNCTION booking_relay(most integer) RETURNS integer
LANGUAGE plpgsql AS $$
DECLARE
    taken bigint[];
    bookings bigint[];
BEGIN
    WITH next AS MATERIALIZED (
        SELECT id FROM booking_outbox ORDER BY id LIMIT most FOR UPDATE SKIP LOCKED
    ), gone AS (
        DELETE FROM booking_outbox o USING next WHERE o.id = next.id RETURNING o.id, o.booking_id
    )
    SELECT array_agg(id), array_agg(DISTINCT booking_id) INTO taken, bookings FROM gone;
    -- A payload has to be under 8,000 bytes, and an id has 19 digits at most.
    FOR part IN 1..coalesce(cardinality(bookings), 0) BY 390 LOOP
        PERFORM pg_notify('istri_bookings', array_to_string(bookings[part:part + 389], ','));
    END LOOP;
    RETURN coalesce(cardinality(taken), 0);
END
$$;
