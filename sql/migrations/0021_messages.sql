-- What people are told: a row for each event, person and channel, whatever became of it.
--
-- A row for the inbox is all that there is to it. Any other is sent by a job of its own (`message.send`), enqueued by the
-- statement that writes the row; the row says what may still go, what went, and under which name the other side knows it.

CREATE TABLE messages (
    id                  bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    -- Its name towards the outside, in a mail's Message-ID and a gateway's key: the same each time that it is sent.
    key                 uuid NOT NULL DEFAULT gen_random_uuid(),
    event               text NOT NULL,            -- what happened: told once to each person by each channel
    user_id             bigint NOT NULL REFERENCES users ON DELETE CASCADE,   -- where they are reached is looked up then
    channel             text NOT NULL,
    category            text NOT NULL,            -- service: of their own affairs; promotional: only if they agreed
    kind                text NOT NULL,            -- which template
    booking_id          bigint REFERENCES bookings ON DELETE CASCADE,
    history_id          bigint,                   -- of booking_history
    detail              jsonb NOT NULL DEFAULT '{}',      -- the template's variables
    status              text NOT NULL DEFAULT 'waiting',
    attempts            integer NOT NULL DEFAULT 0,
    -- Attempts of which nobody knows whether they arrived: whoever made them never said how they ended.
    repeats             integer NOT NULL DEFAULT 0,
    provider_message_id text,                     -- what the gateway calls it
    last_error          text,                     -- for operators; holds neither secrets nor personal data
    created_at          timestamptz NOT NULL DEFAULT now(),
    sent_at             timestamptz,
    read_at             timestamptz,              -- of the inbox
    CONSTRAINT messages_once UNIQUE (event, user_id, channel),
    CONSTRAINT messages_key UNIQUE (key),
    CONSTRAINT messages_channel CHECK (channel IN ('inbox', 'email', 'sms', 'whatsapp')),
    CONSTRAINT messages_category CHECK (category IN ('service', 'promotional')),
    -- withheld: it may not go any more, or there is no way; dead: it was tried, and won't go.
    CONSTRAINT messages_status CHECK (status IN ('waiting', 'sending', 'sent', 'withheld', 'dead')),
    CONSTRAINT messages_inbox CHECK (channel <> 'inbox' OR status = 'sent'),
    CONSTRAINT messages_sent_at CHECK ((status = 'sent') = (sent_at IS NOT NULL)),
    CONSTRAINT messages_read CHECK (read_at IS NULL OR channel = 'inbox'),
    CONSTRAINT messages_event_length CHECK (char_length(event) BETWEEN 1 AND 200),
    CONSTRAINT messages_kind_form CHECK (kind ~ '^[a-z][a-z_]{0,49}$'),
    CONSTRAINT messages_last_error_length CHECK (char_length(last_error) <= 500),
    CONSTRAINT messages_counts CHECK (attempts >= 0 AND repeats BETWEEN 0 AND attempts)
);
CREATE INDEX messages_inbox ON messages (user_id, id) WHERE channel = 'inbox';
-- Every page says whether there is something new.
CREATE INDEX messages_unread ON messages (user_id) WHERE channel = 'inbox' AND read_at IS NULL;
CREATE INDEX messages_user ON messages (user_id, id);
CREATE INDEX messages_booking ON messages (booking_id) WHERE booking_id IS NOT NULL;
CREATE INDEX messages_dead ON messages (id) WHERE status = 'dead';
CREATE INDEX messages_created_at ON messages USING brin (created_at);

-- The inbox as it was. A server of the version before goes on writing there while nodes are replaced; the table goes a
-- release later.
INSERT INTO messages (event, user_id, channel, category, kind, booking_id, history_id, status, created_at, sent_at, read_at)
SELECT 'step:' || coalesce(m.history_id::text, 'inbox:' || m.id) || ':' || m.kind, m.user_id, 'inbox', 'service', m.kind,
    m.booking_id, m.history_id, 'sent', m.created_at, m.created_at, m.read_at
FROM inbox_messages m ORDER BY m.id;

CREATE FUNCTION inbox_messages_pass_on() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO messages (event, user_id, channel, category, kind, booking_id, history_id, status, sent_at)
    VALUES ('step:' || coalesce(NEW.history_id::text, 'inbox:' || NEW.id) || ':' || NEW.kind, NEW.user_id, 'inbox',
        'service', NEW.kind, NEW.booking_id, NEW.history_id, 'sent', now())
    ON CONFLICT ON CONSTRAINT messages_once DO NOTHING;
    RETURN NULL;
END
$$;
CREATE TRIGGER inbox_messages_pass_on AFTER INSERT ON inbox_messages
    FOR EACH ROW EXECUTE FUNCTION inbox_messages_pass_on();

-- Which channels somebody wants for what. Without a row the usual holds; see message_ways.
CREATE TABLE message_preferences (
    user_id             bigint NOT NULL REFERENCES users ON DELETE CASCADE,
    category            text NOT NULL,
    channel             text NOT NULL,
    wanted              boolean NOT NULL,
    updated_at          timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT message_preferences_key PRIMARY KEY (user_id, category, channel),
    CONSTRAINT message_preferences_category CHECK (category IN ('service', 'promotional')),
    -- What happened to their own bookings always stands in the inbox.
    CONSTRAINT message_preferences_channel CHECK (channel IN ('email', 'sms', 'whatsapp'))
);

-- Each way to tell somebody of each category, whether it can reach them, and whether they want it if it can.
--
-- The usual: by mail; where there is no address, by text message. WhatsApp only for those who asked for it.
CREATE VIEW message_ways AS
SELECT u.id AS user_id, g.category, c.channel, c.reachable, coalesce(p.wanted, c.usual) AS wanted
FROM users u
CROSS JOIN (VALUES ('service'), ('promotional')) AS g (category)
CROSS JOIN LATERAL (VALUES
    ('inbox', true, true),
    ('email', u.email IS NOT NULL, true),
    ('sms', u.phone IS NOT NULL, u.email IS NULL),
    ('whatsapp', u.phone IS NOT NULL, false)) AS c (channel, reachable, usual)
LEFT JOIN message_preferences p ON p.user_id = u.id AND p.category = g.category AND p.channel = c.channel;

-- Each time that somebody agreed, or took it back; see message_consents_record. Rows are only ever added.
CREATE TABLE message_consents (
    id                  bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    user_id             bigint NOT NULL REFERENCES users ON DELETE CASCADE,
    purpose             text NOT NULL,            -- offers; whatsapp: to be written to there
    granted             boolean NOT NULL,
    source              text NOT NULL,            -- where they said so
    at                  timestamptz NOT NULL DEFAULT clock_timestamp(),
    CONSTRAINT message_consents_purpose CHECK (purpose IN ('offers', 'whatsapp')),
    CONSTRAINT message_consents_source CHECK (source IN ('registration', 'account', 'preferences', 'erasure'))
);
CREATE INDEX message_consents_user ON message_consents (user_id, id);

INSERT INTO message_consents (user_id, purpose, granted, source, at)
SELECT u.id, 'offers', true, 'registration', u.offers_accepted_at
FROM users u WHERE u.offers_accepted_at IS NOT NULL ORDER BY u.id;

-- When promotional messages may reach people, by India's clock; the row in force is the latest that has begun.
CREATE TABLE promotional_hours (
    valid_from          date PRIMARY KEY,
    opens               time NOT NULL,
    closes              time NOT NULL,            -- none at this moment any more
    source              text NOT NULL,
    CONSTRAINT promotional_hours_order CHECK (opens < closes)
);
