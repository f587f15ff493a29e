CREATE OR REPLACE TRIGGER offer_give_back AFTER UPDATE OF status ON bookings
    FOR EACH ROW WHEN (NEW.offer_id IS NOT NULL AND OLD.status <> NEW.status
        AND NEW.status IN ('cancelled', 'rejected', 'expired'))
    EXECUTE FUNCTION offer_give_back();
