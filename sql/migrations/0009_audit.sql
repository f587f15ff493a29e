-- The audit made quick to read and to keep, and the events that others act on.

-- An outbox: the row is written in the transaction of the change, and a job that commits with it hands
-- it on. Nothing is notified, since NOTIFY makes commits wait for each other.
CREATE TABLE domain_events (
    id              bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    kind            text NOT NULL,
    entity_type     text NOT NULL,
    entity_id       bigint NOT NULL,
    payload         jsonb NOT NULL DEFAULT '{}',
    at              timestamptz NOT NULL DEFAULT clock_timestamp(),
    delivered_to    text[] NOT NULL DEFAULT '{}',     -- names of subscribers that are done with it
    delivered_at    timestamptz,                      -- when all of them were
    CONSTRAINT domain_events_kind CHECK (kind ~ '^[a-z]+(_[a-z]+)+$'),
    CONSTRAINT domain_events_payload CHECK (jsonb_typeof(payload) = 'object')
);
CREATE INDEX domain_events_waiting ON domain_events (entity_type, entity_id, id) WHERE delivered_at IS NULL;
CREATE INDEX domain_events_entity ON domain_events (entity_type, entity_id, id);
CREATE INDEX domain_events_at ON domain_events (at);

-- The viewer shows the newest first, filtered by any of these; each index ends in what the pages are ordered by, so
-- that a page costs the same in a year's lines as in a day's.
DROP INDEX IF EXISTS audit_log_entity, audit_log_performed_by, audit_log_timestamp;
CREATE INDEX audit_log_timestamp ON audit_log ("timestamp", id);
CREATE INDEX audit_log_entity ON audit_log (entity_type, entity_id, "timestamp", id);
CREATE INDEX audit_log_entity_type ON audit_log (entity_type, "timestamp", id);
CREATE INDEX audit_log_performed_by ON audit_log (performed_by, "timestamp", id);
CREATE INDEX audit_log_action ON audit_log (action, "timestamp", id);
ALTER TABLE audit_log ADD CONSTRAINT audit_log_action CHECK (action ~ '^[a-z_]+(\.[a-z_]+)+$');

-- What the law says about keeping, by the day from which it holds.
CREATE TABLE retention_periods (
    subject         text NOT NULL,
    valid_from      date NOT NULL,
    days            integer NOT NULL,
    source          text NOT NULL,
    CONSTRAINT retention_periods_key PRIMARY KEY (subject, valid_from),
    CONSTRAINT retention_periods_days CHECK (days > 0)
);

-- A centre whose owner was erased has no phone number any more.
ALTER TABLE service_providers
    DROP CONSTRAINT service_providers_phone_e164,
    ADD CONSTRAINT service_providers_phone_e164
        CHECK (phone ~ '^\+91[46-9][0-9]{9}$' OR (phone = '' AND status = 'inactive'));
