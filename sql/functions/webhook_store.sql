-- Keeps what the gateway tells us, and the job that works it off, once for each event. Gives whether it was new. The
-- job's name and payload are those of WorkOffWebhookJob.
CREATE OR REPLACE FUNCTION webhook_store(said_id text, said bytea) RETURNS boolean
LANGUAGE plpgsql AS $$
DECLARE
    stored bigint;
BEGIN
    INSERT INTO webhook_events (event_id, body) VALUES (said_id, said)
    ON CONFLICT ON CONSTRAINT webhook_events_once DO NOTHING RETURNING id INTO stored;
    IF stored IS NULL THEN RETURN false; END IF;
    INSERT INTO jobs (kind, payload) VALUES ('work_off_webhook', json_build_object('eventID', stored));
    RETURN true;
END
$$;

-- Works off an event that was stored. Whatever it holds, it ends with an outcome.
CREATE OR REPLACE FUNCTION webhook_work_off(stored_event bigint, response_minutes integer) RETURNS text
LANGUAGE plpgsql AS $$
DECLARE
    e webhook_events;
    told record;
    result record;
BEGIN
    SELECT * INTO e FROM webhook_events WHERE id = stored_event FOR UPDATE;
    IF e.id IS NULL OR e.outcome IS NOT NULL THEN RETURN e.outcome; END IF;
    SELECT * INTO told FROM webhook_read(e.body);
    CASE told.kind
    WHEN 'payment' THEN SELECT * INTO result FROM payment_apply(told.payment, response_minutes);
    WHEN 'refund' THEN
        -- Only what is captured can be given back; this may be the first that we hear of it.
        IF (told.payment).order_id IS NOT NULL THEN PERFORM payment_apply(told.payment, response_minutes); END IF;
        SELECT * INTO result FROM refund_apply(told.refund);
    ELSE SELECT told.kind AS outcome, NULL::bigint AS payment INTO result;
    END CASE;
    UPDATE webhook_events SET event = left(told.event, 60), outcome = result.outcome, payment_id = result.payment,
        gateway_payment = left(coalesce((told.payment).id, (told.refund).payment_id), 100),
        worked_off_at = clock_timestamp()
    WHERE id = e.id;
    RETURN result.outcome;
END
$$;

-- Looks again at what was said of a payment before it was known.
CREATE OR REPLACE FUNCTION webhook_again(known_payment text) RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
    WITH again AS (
        UPDATE webhook_events SET outcome = NULL
        WHERE gateway_payment = known_payment AND outcome = 'unknown_order' AND body IS NOT NULL RETURNING id
    )
    INSERT INTO jobs (kind, payload) SELECT 'work_off_webhook', json_build_object('eventID', id) FROM again;
END
$$;

-- What an event says. `kind`: payment, refund; ignored: it doesn't concern us; unreadable.
--
-- By json, which doesn't mind what it holds elsewhere: fields that nobody knows, `notes` as a list.
CREATE OR REPLACE FUNCTION webhook_read(
    said bytea, OUT kind text, OUT event text, OUT payment gateway_payment, OUT refund gateway_refund)
LANGUAGE plpgsql IMMUTABLE AS $$
DECLARE
    body json;
    entity json;
BEGIN
    body := convert_from(said, 'UTF8')::json;
    event := body->>'event';
    IF event IN ('payment.authorized', 'payment.captured', 'payment.failed', 'order.paid') THEN
        kind := 'payment';
        entity := body->'payload'->'payment'->'entity';
        payment := (entity->>'id', entity->>'order_id', CASE event
            WHEN 'payment.authorized' THEN 'authorized' WHEN 'payment.failed' THEN 'failed' ELSE 'captured' END,
            json_paise(entity->>'amount'), entity->>'currency', entity->>'method', entity->>'error_code',
            entity->>'error_description');
    ELSIF event IN ('refund.created', 'refund.processed', 'refund.failed') THEN
        kind := 'refund';
        entity := body->'payload'->'refund'->'entity';
        refund := (entity->>'id', entity->>'payment_id', json_paise(entity->>'amount'), CASE event
            WHEN 'refund.processed' THEN 'processed' WHEN 'refund.failed' THEN 'failed' ELSE 'pending' END,
            CASE json_typeof(entity->'notes') WHEN 'object' THEN entity->'notes'->>'refund' END);
        entity := body->'payload'->'payment'->'entity';
        payment := (entity->>'id', entity->>'order_id',
            -- One that nobody has captured has lapsed.
            CASE entity->>'captured' WHEN 'false' THEN 'refunded' ELSE 'captured' END, json_paise(entity->>'amount'), entity->>'currency',
            entity->>'method', NULL, NULL);
    ELSE
        kind := CASE WHEN event IS NULL THEN 'unreadable' ELSE 'ignored' END;
    END IF;
EXCEPTION
    WHEN data_exception OR character_not_in_repertoire OR untranslatable_character OR statement_too_complex THEN
        kind := 'unreadable';
END
$$;

-- A whole number that fits; null: it isn't one.
CREATE OR REPLACE FUNCTION json_paise(digits text) RETURNS bigint
LANGUAGE sql IMMUTABLE AS $$
    SELECT CASE WHEN digits ~ '^[0-9]{1,15}$' THEN digits::bigint END
$$;
