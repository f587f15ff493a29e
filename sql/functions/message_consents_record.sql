-- Writes down who agrees to offers and who takes it back, whoever changes the account. Where they said so is
-- `istri.consent_source`, else what the change itself tells.
CREATE OR REPLACE FUNCTION message_consents_record() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' AND NEW.offers_accepted_at IS NULL
        OR TG_OP = 'UPDATE' AND (OLD.offers_accepted_at IS NULL) = (NEW.offers_accepted_at IS NULL)
    THEN
        RETURN NULL;
    END IF;
    INSERT INTO message_consents (user_id, purpose, granted, source)
    VALUES (NEW.id, 'offers', NEW.offers_accepted_at IS NOT NULL, CASE
        WHEN NEW.status = 'erased' THEN 'erasure'
        ELSE coalesce(nullif(current_setting('istri.consent_source', true), ''),
            CASE TG_OP WHEN 'INSERT' THEN 'registration' ELSE 'account' END)
        END);
    RETURN NULL;
END
$$;
