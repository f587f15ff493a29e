-- Tells somebody of something by each channel that they may be told by, once: an event that was told already adds
-- nothing. In the caller's transaction, so that it is told if that commits. Gives the number of messages.
--
-- event      names what happened; see messages_once
-- variables  of the template of this kind
CREATE OR REPLACE FUNCTION message_add(
    event text, reader bigint, about text, kind text, booking bigint, history bigint, variables jsonb)
RETURNS integer
LANGUAGE plpgsql AS $$
DECLARE
    added integer;
BEGIN
    WITH told AS (
        INSERT INTO messages (event, user_id, channel, category, kind, booking_id, history_id, detail, status, sent_at)
        SELECT message_add.event, reader, c, about, message_add.kind, booking, history, coalesce(variables, '{}'),
            CASE c WHEN 'inbox' THEN 'sent' ELSE 'waiting' END, CASE c WHEN 'inbox' THEN now() END
        FROM unnest(message_channels(reader, about)) AS c
        ON CONFLICT ON CONSTRAINT messages_once DO NOTHING
        RETURNING messages.id, messages.channel
    ), queued AS (
        INSERT INTO jobs (kind, payload)
        SELECT 'message.send', json_build_object('messageID', t.id) FROM told t WHERE t.channel <> 'inbox'
    )
    SELECT count(*) INTO added FROM told;
    RETURN added;
END
$$;
