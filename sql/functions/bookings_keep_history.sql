-- No booking takes a step that booking_transitions doesn't have, or by whom it doesn't name, whoever writes the row.
CREATE OR REPLACE FUNCTION bookings_check_step() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.status <> OLD.status AND NOT EXISTS (
        SELECT FROM booking_transitions t
        WHERE t.from_status = OLD.status AND t.to_status = NEW.status AND NEW.changed_role = ANY (t.actors))
    THEN
        RAISE EXCEPTION 'a booking that is % can''t become % by %', OLD.status, NEW.status, NEW.changed_role
            USING ERRCODE = 'check_violation', CONSTRAINT = 'bookings_step', TABLE = 'bookings';
    END IF;
    NEW.updated_at := clock_timestamp();
    RETURN NEW;
END
$$;

-- A row of history and one for the relay, for each step and each change of time or centre. Its writer holds the
-- booking's row, so the ids of a booking's history follow the order of commits.
CREATE OR REPLACE FUNCTION bookings_keep_history() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO booking_history (booking_id, from_status, status, provider_id, scheduled_at, by_user, by_role, note)
    VALUES (NEW.id, CASE WHEN TG_OP = 'UPDATE' THEN OLD.status END, NEW.status, NEW.provider_id, NEW.scheduled_at,
        NEW.changed_by, NEW.changed_role, NEW.change_note);
    INSERT INTO booking_outbox (booking_id) VALUES (NEW.id);
    RETURN NULL;
END
$$;
