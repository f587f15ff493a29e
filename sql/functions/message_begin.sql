-- Begins to send a message, if it may still go. An attempt that never said how it ended is begun anew under the same key,
-- and counted.
--
-- code: send; done: it went, or was withheld, or is nobody's any more; withheld: it may not go; later: not before `run_at`
CREATE OR REPLACE FUNCTION message_begin(message bigint, OUT code text, OUT run_at timestamptz)
LANGUAGE plpgsql AS $$
DECLARE
    m messages;
    reason text;
BEGIN
    SELECT * INTO m FROM messages x WHERE x.id = message FOR UPDATE;
    IF m.id IS NULL OR m.status IN ('sent', 'withheld') THEN
        code := 'done';
        RETURN;
    END IF;
    IF m.channel <> ALL (message_channels(m.user_id, m.category)) THEN
        reason := 'They no longer want it, can no longer be reached so, or have no account any more.';
    ELSIF m.broadcast_id IS NOT NULL THEN
        SELECT b.run_at, b.reason INTO run_at, reason FROM broadcast_permits(m.broadcast_id) AS b;
    END IF;
    IF reason IS NOT NULL THEN
        code := 'withheld';
        UPDATE messages SET status = 'withheld', last_error = reason WHERE id = message;
        RETURN;
    END IF;
    IF m.category = 'promotional' THEN
        run_at := greatest(run_at, promotional_time(clock_timestamp()));
    END IF;
    IF run_at > clock_timestamp() THEN
        code := 'later';
        RETURN;
    END IF;
    code := 'send';
    UPDATE messages SET attempts = attempts + 1, repeats = repeats + CASE status WHEN 'sending' THEN 1 ELSE 0 END,
        status = 'sending'
    WHERE id = message;
END
$$;

-- Says how an attempt ended: sent, waiting (it may go later), dead or withheld.
CREATE OR REPLACE FUNCTION message_end(message bigint, became text, provider_name text, reason text) RETURNS void
LANGUAGE sql AS $$
    UPDATE messages SET status = became, sent_at = CASE became WHEN 'sent' THEN clock_timestamp() END,
        provider_message_id = left(provider_name, 200), last_error = left(reason, 500)
    WHERE id = message
$$;
