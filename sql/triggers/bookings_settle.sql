-- Attaches the function of functions/booking_settle.sql.

CREATE OR REPLACE TRIGGER bookings_settle AFTER UPDATE ON bookings
    FOR EACH ROW WHEN ((OLD.status IS DISTINCT FROM NEW.status
            AND NEW.status IN ('completed', 'rejected', 'cancelled', 'no_show', 'expired'))
        OR OLD.total_paise <> NEW.total_paise OR OLD.fee_paise <> NEW.fee_paise)
    EXECUTE FUNCTION bookings_settle();
