-- Writes the messages of a broadcast for the next people, in the caller's transaction: how far it has come and what was
-- written commit together, so nobody is told twice or left out, whatever is killed when.
--
-- code: more, then or not before `run_at`; over: all are told, or it was paused or stopped
CREATE OR REPLACE FUNCTION broadcast_batch(broadcast bigint, most integer, OUT code text, OUT run_at timestamptz)
LANGUAGE plpgsql AS $$
DECLARE
    b broadcasts;
    people bigint[];
    reached integer;
BEGIN
    SELECT * INTO b FROM broadcasts x WHERE x.id = broadcast FOR NO KEY UPDATE;
    code := 'over';
    IF b.id IS NULL OR b.status <> 'sending' THEN RETURN; END IF;
    code := 'more';
    run_at := promotional_time(greatest(b.starts_at, clock_timestamp()));
    IF run_at > clock_timestamp() THEN RETURN; END IF;
    -- What somebody waits for, a code say, never stands behind a whole town's messages.
    IF (SELECT count(*) FROM messages m WHERE m.broadcast_id = b.id AND m.status IN ('waiting', 'sending')) >= most THEN
        run_at := clock_timestamp() + interval '1 second';
        RETURN;
    END IF;
    people := ARRAY(SELECT target_people(b.target, b.target_pincodes, true, b.created_at, b.last_user_id, most));
    reached := broadcast_tell(b, people);
    UPDATE broadcasts x SET told = x.told + reached, last_user_id = coalesce(people[cardinality(people)], x.last_user_id),
        status = CASE WHEN cardinality(people) < most THEN 'done' ELSE x.status END,
        finished_at = CASE WHEN cardinality(people) < most THEN clock_timestamp() END
    WHERE x.id = b.id;
    IF cardinality(people) < most THEN code := 'over'; END IF;
END
$$;

-- Gives how many of them are told by one channel at least.
CREATE OR REPLACE FUNCTION broadcast_tell(b broadcasts, people bigint[]) RETURNS integer
LANGUAGE plpgsql AS $$
DECLARE
    reached integer;
BEGIN
    WITH told AS (
        INSERT INTO messages (event, user_id, channel, category, kind, broadcast_id, status, sent_at)
        SELECT 'broadcast:' || b.id, p, c, 'promotional', 'offer', b.id,
            CASE c WHEN 'inbox' THEN 'sent' ELSE 'waiting' END, CASE c WHEN 'inbox' THEN now() END
        FROM unnest(people) AS p CROSS JOIN LATERAL unnest(message_channels(p, 'promotional')) AS c
        WHERE c = ANY (b.channels)
        ON CONFLICT ON CONSTRAINT messages_once DO NOTHING
        RETURNING messages.id, messages.user_id, messages.channel
    ), queued AS (
        INSERT INTO jobs (kind, payload)
        SELECT 'message.send', json_build_object('messageID', t.id) FROM told t WHERE t.channel <> 'inbox'
    )
    SELECT count(DISTINCT t.user_id) INTO reached FROM told t;
    RETURN reached;
END
$$;

-- Whether messages of a broadcast may go on: not before `run_at` while it is paused; never, and the reason, once it was
-- stopped.
CREATE OR REPLACE FUNCTION broadcast_permits(broadcast bigint, OUT run_at timestamptz, OUT reason text)
LANGUAGE sql STABLE AS $$
    SELECT CASE b.status WHEN 'paused' THEN clock_timestamp() + interval '1 minute' END,
        CASE b.status WHEN 'stopped' THEN 'The broadcast was stopped.' END
    FROM broadcasts b WHERE b.id = broadcast
$$;
