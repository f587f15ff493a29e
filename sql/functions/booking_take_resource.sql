-- A bench or technician (`resource_kind`) of the centre that is free for the whole of `wanted`, locked until the
-- transaction ends, so that whoever has asked may write it into their booking. Null: none is free. `ignoring_booking`
-- (or null) doesn't stand in its own way when it is moved.
--
-- Most that are taken are passed by without a lock; what looks free is locked and looked at again. Holds that ran out and
-- are in the way end here, without waiting for the clock, unless somebody is at them: a payment that comes in at this moment.
CREATE OR REPLACE FUNCTION booking_take_resource(
    centre bigint, resource_kind text, wanted tstzrange, ignoring_booking bigint)
RETURNS bigint
LANGUAGE plpgsql AS $$
DECLARE
    started timestamptz := clock_timestamp();
    candidate bigint;
BEGIN
    FOR candidate IN
        SELECT r.id FROM booking_resources r
        WHERE r.provider_id = centre AND r.kind = resource_kind
            AND booking_resource_is_free(r.id, wanted, ignoring_booking, started)
        ORDER BY r.id
    LOOP
        PERFORM booking_resource_lock(candidate);
        IF booking_resource_is_free(candidate, wanted, ignoring_booking, '-infinity') THEN RETURN candidate; END IF;
        PERFORM booking_holds_end(candidate, wanted, started);
        IF booking_resource_is_free(candidate, wanted, ignoring_booking, '-infinity') THEN RETURN candidate; END IF;
    END LOOP;
    RETURN NULL;
END
$$;
