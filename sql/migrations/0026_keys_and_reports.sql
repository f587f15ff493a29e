-- Kept reports have amounts under names that mean something else now; they are made anew.
UPDATE reports SET parts = NULL, made_at = NULL, draft = DEFAULT;
INSERT INTO jobs (kind, payload, unique_key)
SELECT 'reports.make', json_build_object('month', to_char(month, 'YYYY-MM')), to_char(month, 'YYYY-MM') FROM reports
ON CONFLICT (kind, unique_key) WHERE status = 'waiting' AND unique_key IS NOT NULL DO NOTHING;

-- Of commission invoices: the state that was supplied, by the registration of that day. Null before this migration.
ALTER TABLE commission_invoices
    ADD COLUMN place_of_supply text,
    ADD CONSTRAINT commission_invoices_place CHECK (place_of_supply ~ '^[0-9]{2}$');

-- A request that asks somebody else before it is answered has its key here meanwhile, so that no connection has to hold
-- it. Whoever never says how it ended loses it when the time is over.
ALTER TABLE idempotency_keys
    ADD COLUMN running_until timestamptz,             -- null: answered
    ALTER COLUMN status DROP NOT NULL,
    ALTER COLUMN body DROP NOT NULL,
    ADD CONSTRAINT idempotency_keys_answered CHECK (CASE WHEN running_until IS NULL
        THEN status IS NOT NULL AND body IS NOT NULL ELSE status IS NULL AND location IS NULL AND body IS NULL END);
