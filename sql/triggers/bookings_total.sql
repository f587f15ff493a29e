-- Attaches the function of functions/bookings_total.sql. Items come after their booking, and an offer after both, so there
-- is nothing to compare when a row is new.

CREATE OR REPLACE TRIGGER bookings_total AFTER UPDATE OF total_paise, discount_paise, round_off_paise ON bookings
    FOR EACH ROW WHEN (NEW.discount_paise <> 0 OR NEW.round_off_paise <> 0)
    EXECUTE FUNCTION bookings_check_total();
