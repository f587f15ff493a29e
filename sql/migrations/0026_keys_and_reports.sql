-- Kept reports have amounts under names that mean something else now; they are made anew from the ledger when somebody
-- asks.
DELETE FROM reports;

-- A request that asks somebody else before it is answered has its key here meanwhile, so that no connection has to hold
-- it. Whoever never says how it ended loses it when the time is over.
ALTER TABLE idempotency_keys
    ADD COLUMN running_until timestamptz,             -- null: answered
    ALTER COLUMN status DROP NOT NULL,
    ALTER COLUMN body DROP NOT NULL,
    ADD CONSTRAINT idempotency_keys_answered CHECK (CASE WHEN running_until IS NULL
        THEN status IS NOT NULL AND body IS NOT NULL ELSE status IS NULL AND location IS NULL AND body IS NULL END);
