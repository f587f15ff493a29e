-- Stores what somebody wants of a channel. Who asks for WhatsApp agrees to be written to there, which is written down.
CREATE OR REPLACE FUNCTION message_prefer(reader bigint, about text, by_channel text, wish boolean) RETURNS void
LANGUAGE plpgsql AS $$
DECLARE
    before boolean := message_agrees_to_whatsapp(reader);
    after boolean;
BEGIN
    INSERT INTO message_preferences (user_id, category, channel, wanted)
    VALUES (reader, about, by_channel, wish)
    ON CONFLICT ON CONSTRAINT message_preferences_key
        DO UPDATE SET wanted = excluded.wanted, updated_at = now() WHERE message_preferences.wanted <> excluded.wanted;
    after := message_agrees_to_whatsapp(reader);
    IF before <> after THEN
        INSERT INTO message_consents (user_id, purpose, granted, source)
        VALUES (reader, 'whatsapp', after, 'preferences');
    END IF;
END
$$;

CREATE OR REPLACE FUNCTION message_agrees_to_whatsapp(reader bigint) RETURNS boolean
LANGUAGE sql STABLE AS $$
    SELECT EXISTS (SELECT FROM message_preferences p
        WHERE p.user_id = reader AND p.channel = 'whatsapp' AND p.wanted)
$$;
