-- By which channels somebody may and wants to be told of something of this category, the inbox among them. None: they
-- didn't agree to offers, or the account isn't in use. Offers go to no address or number that wasn't proven: it may be a
-- stranger's, who agreed to nothing. Callers whose number is another account's are told of what they asked for by a text
-- to it.
CREATE OR REPLACE FUNCTION message_channels(reader bigint, about text) RETURNS text[]
LANGUAGE sql STABLE AS $$
    SELECT coalesce(array_agg(w.channel ORDER BY w.channel), '{}')
    FROM message_ways w
    JOIN users u ON u.id = w.user_id AND u.status = 'active'
        AND (about <> 'promotional' OR u.offers_accepted_at IS NOT NULL
            AND CASE w.channel WHEN 'inbox' THEN true WHEN 'email' THEN u.email_verified_at IS NOT NULL
                ELSE u.phone_verified_at IS NOT NULL END)
    WHERE w.user_id = reader AND w.category = about AND w.wanted
        AND (w.reachable OR about = 'service' AND w.channel = 'sms' AND u.contact_phone IS NOT NULL)
$$;
