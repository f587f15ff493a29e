-- Commission invoices as documents. What one says is written into its row when it is issued, so that a name, an address
-- or a language that changes afterwards doesn't change it. All null before this migration: such a one is drawn, once,
-- with what holds then.
ALTER TABLE commission_invoices
    ADD COLUMN language text,                         -- the centre's owner's when it was issued
    ADD COLUMN recipient_name text,
    ADD COLUMN recipient_address text,
    ADD COLUMN recipient_gstin text,                  -- null: the centre isn't registered
    ADD COLUMN recipient_state text,                  -- states by their codes of GST
    ADD COLUMN sac text,
    ADD COLUMN rate_bps integer,                      -- hundredths of a per cent
    ADD CONSTRAINT commission_invoices_words CHECK (
        num_nulls(language, recipient_name, recipient_address, recipient_state, sac, rate_bps) IN (0, 6)),
    ADD CONSTRAINT commission_invoices_language CHECK (language IN ('en', 'ta')),
    ADD CONSTRAINT commission_invoices_sac CHECK (sac ~ '^[0-9]{4,8}$'),
    ADD CONSTRAINT commission_invoices_rate CHECK (rate_bps BETWEEN 0 AND 10000),
    -- Who is registered is supplied where that is.
    ADD CONSTRAINT commission_invoices_recipient CHECK (
        recipient_state ~ '^[0-9]{2}$'
        AND (recipient_gstin IS NULL
            OR (left(recipient_gstin, 2) = recipient_state AND recipient_state = place_of_supply)));

-- The document as it is handed out. Its supplier is the operator, as the settings named it when it was drawn.
CREATE TABLE commission_invoice_files (
    invoice_id      bigint NOT NULL REFERENCES commission_invoices,
    pdf             bytea NOT NULL,
    sha256          bytea NOT NULL,
    made_at         timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT commission_invoice_files_key PRIMARY KEY (invoice_id),
    CONSTRAINT commission_invoice_files_hash CHECK (sha256 = sha256(pdf))
);
-- It is compressed already.
ALTER TABLE commission_invoice_files ALTER COLUMN pdf SET STORAGE EXTERNAL;

-- More of money_settings:
--   commission_sac    services code of what the platform does for its centres
