-- What is known of a request with an Idempotency-Key: `new` (then the key is this transaction's until it ends),
-- `in_flight`, `reused` by another request, or `replay` with the first answer. Who needs the key for longer writes a row
-- without an answer; see idempotency_keys.running_until.
CREATE OR REPLACE FUNCTION idempotency_begin(
    asker bigint, asked_key text, asked_hash bytea,
    OUT state text, OUT status integer, OUT location text, OUT body bytea)
LANGUAGE plpgsql AS $$
DECLARE
    known idempotency_keys;
BEGIN
    IF NOT pg_try_advisory_xact_lock(hashtextextended('istri idempotency ' || asked_key, asker)) THEN
        state := 'in_flight';
        RETURN;
    END IF;
    -- Behind the lock, so that it sees what its holder before has stored.
    DELETE FROM idempotency_keys k
    WHERE k.user_id = asker AND k.key = asked_key AND k.running_until <= clock_timestamp();
    SELECT * INTO known FROM idempotency_keys k WHERE k.user_id = asker AND k.key = asked_key;
    IF known.user_id IS NULL THEN
        state := 'new';
    ELSIF known.request_hash <> asked_hash THEN
        state := 'reused';
    ELSIF known.running_until IS NOT NULL THEN
        state := 'in_flight';
    ELSE
        state := 'replay';
        status := known.status;
        location := known.location;
        body := known.body;
    END IF;
END
$$;
