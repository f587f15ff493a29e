-- How often who did what, counted by all nodes together.
--
-- UNLOGGED: a count is worth no write-ahead log. After a crash of PostgreSQL the tables are empty and
-- everybody has a fresh allowance, which is the least harm. A keyed hash (HMAC-SHA-256, 16 bytes of it)
-- stands for who: neither addresses nor e-mails are in here.

-- A sliding window counter: what is in the present period, and in the one before, which fades away as
-- the present one goes on. expires_at moves once in a period, so that all other updates stay HOT.
CREATE UNLOGGED TABLE rate_counts (
    key         bytea PRIMARY KEY,
    period_no   bigint NOT NULL,              -- how many periods have passed since 1970
    current     bigint NOT NULL,
    previous    bigint NOT NULL,
    expires_at  timestamptz NOT NULL,         -- counts for nothing from then on
    CONSTRAINT rate_counts_not_negative CHECK (current >= 0 AND previous >= 0)
) WITH (fillfactor = 70, autovacuum_vacuum_scale_factor = 0.05, autovacuum_vacuum_threshold = 1000);
CREATE INDEX rate_counts_expires_at ON rate_counts (expires_at);

-- The failed sign-ins of one pair of account and address, exactly: those of the last period by their times.
-- An attempt is written down as failed before its password is looked at, and taken back when it was right,
-- so that no number of parallel guesses gets past the limit.
CREATE UNLOGGED TABLE sign_in_attempts (
    pair            bytea PRIMARY KEY,
    failed_at       timestamptz[] NOT NULL,   -- oldest first, the unsettled ones last
    allowed         integer NOT NULL,         -- how many of them the pair had when it last tried
    unsettled       integer NOT NULL,         -- how many of them are still being looked at
    unsettled_until timestamptz NOT NULL,     -- by then a node that lives has settled them
    blocks          integer NOT NULL DEFAULT 0, -- how often in a row it had to wait: each wait is twice the last
    blocked_until   timestamptz,
    expires_at      timestamptz NOT NULL,
    CONSTRAINT sign_in_attempts_unsettled CHECK (unsettled BETWEEN 0 AND cardinality(failed_at))
) WITH (fillfactor = 70, autovacuum_vacuum_scale_factor = 0.05, autovacuum_vacuum_threshold = 1000);
CREATE INDEX sign_in_attempts_expires_at ON sign_in_attempts (expires_at);
