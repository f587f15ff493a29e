-- Months of the ledger that are closed. Entries are stamped when they are posted and never changed, so what a month that
-- is over left is final: whoever asks for all balances adds up only what was posted since.
CREATE TABLE ledger_closings (
    month           date PRIMARY KEY,             -- its first day, in Asia/Kolkata
    ended_at        timestamptz NOT NULL UNIQUE
        GENERATED ALWAYS AS ((month + interval '1 month') AT TIME ZONE 'Asia/Kolkata') STORED,
    closed_at       timestamptz NOT NULL DEFAULT clock_timestamp(),
    CONSTRAINT ledger_closings_month CHECK (extract(day FROM month) = 1),
    -- Who posted in its last moment has committed by then, or never will: no statement of the server takes that long.
    CONSTRAINT ledger_closings_over CHECK (closed_at >= ended_at + interval '1 hour')
);

-- What each centre had to get when the month ended; below nothing: what it owed. Without a row: nothing.
CREATE TABLE provider_closings (
    month           date NOT NULL REFERENCES ledger_closings,
    provider_id     bigint NOT NULL,
    balance_paise   bigint NOT NULL,
    CONSTRAINT provider_closings_key PRIMARY KEY (month, provider_id),
    CONSTRAINT provider_closings_balance CHECK (balance_paise <> 0)
);

-- What somebody says came to the operator's account: whoever asks what nobody has seen there reads these alone.
CREATE INDEX payments_at_bank ON payments (provider_id, confirmed_by) INCLUDE (received_paise)
    WHERE status = 'captured' AND received_by = 'platform' AND method <> 'razorpay';
