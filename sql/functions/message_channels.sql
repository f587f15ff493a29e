-- By which channels somebody may and wants to be told of something of this category, the inbox among them. None: they
-- didn't agree to offers, or the account isn't in use.
--
-- The usual: by mail; where there is no address, by text message. WhatsApp only for those who asked for it.
CREATE OR REPLACE FUNCTION message_channels(reader bigint, about text) RETURNS text[]
LANGUAGE sql STABLE AS $$
    SELECT coalesce(array_agg(w.channel ORDER BY w.channel) FILTER (WHERE w.wanted), '{}')
    FROM message_wishes(reader, about) AS w
    JOIN users u ON u.id = reader AND u.status = 'active' AND (about <> 'promotional' OR u.offers_accepted_at IS NOT NULL)
    WHERE w.reachable
$$;

-- Each channel, whether it can reach them, and whether they want it if it can.
CREATE OR REPLACE FUNCTION message_wishes(reader bigint, about text)
RETURNS TABLE (channel text, reachable boolean, wanted boolean)
LANGUAGE sql STABLE AS $$
    SELECT c.channel, c.reachable, coalesce(p.wanted, c.usual)
    FROM users u
    CROSS JOIN LATERAL (VALUES
        ('inbox', true, true),
        ('email', u.email IS NOT NULL, true),
        ('sms', u.phone IS NOT NULL, u.email IS NULL),
        ('whatsapp', u.phone IS NOT NULL, false)) AS c (channel, reachable, usual)
    LEFT JOIN message_preferences p ON p.user_id = u.id AND p.category = about AND p.channel = c.channel
    WHERE u.id = reader
$$;
