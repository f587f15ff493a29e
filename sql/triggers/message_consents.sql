CREATE OR REPLACE TRIGGER message_consents_record AFTER INSERT OR UPDATE OF offers_accepted_at ON users
    FOR EACH ROW EXECUTE FUNCTION message_consents_record();
