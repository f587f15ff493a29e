CREATE OR REPLACE TRIGGER bookings_check_step BEFORE UPDATE ON bookings
    FOR EACH ROW EXECUTE FUNCTION bookings_check_step();

CREATE OR REPLACE TRIGGER bookings_began AFTER INSERT ON bookings
    FOR EACH ROW EXECUTE FUNCTION bookings_keep_history();

CREATE OR REPLACE TRIGGER bookings_moved_on AFTER UPDATE ON bookings
    FOR EACH ROW WHEN ((OLD.status, OLD.provider_id, OLD.scheduled_at)
        IS DISTINCT FROM (NEW.status, NEW.provider_id, NEW.scheduled_at))
    EXECUTE FUNCTION bookings_keep_history();
