-- Invoices: what customers are given for what was done, as the law wants it (CGST Rules 2017, Rule 46; Rule 53 for
-- credit notes), and never changed again: what turns out wrong is corrected by another document.
--
-- A number is taken and used in one transaction, under the lock of its counter's row, so that a roll-back or a crash
-- takes it back and leaves no gap; a sequence would leave one. The booking's row is locked before the counter's.

-- The year of the state's accounts, by the year in which it begins: 1 April to 31 March in Asia/Kolkata.
CREATE FUNCTION financial_year(at timestamptz) RETURNS integer
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
    SELECT extract(year FROM (at AT TIME ZONE 'Asia/Kolkata') - interval '3 months')::integer
$$;

-- The 17th of the year from April 2026 on is 26-27/000017; its credit notes count by themselves.
CREATE FUNCTION invoice_serial(kind text, financial_year integer, number integer) RETURNS text
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
    SELECT CASE kind WHEN 'tax_invoice' THEN '' WHEN 'credit_note' THEN 'CN/' WHEN 'receipt' THEN 'R/' ELSE 'RR/' END
        || lpad((financial_year % 100)::text, 2, '0') || '-' || lpad(((financial_year + 1) % 100)::text, 2, '0')
        || '/' || CASE WHEN number < 1000000 THEN lpad(number::text, 6, '0') ELSE number::text END
$$;

-- Tax on what is supplied, by its code (SAC) and day: what the law changes is a new row, and the old one ends.
CREATE TABLE tax_rates (
    sac             text NOT NULL,
    valid           daterange NOT NULL,           -- days in Asia/Kolkata
    rate_bps        integer NOT NULL,             -- hundredths of a per cent; half is the centre's tax, half the state's
    note            text NOT NULL,                -- where it comes from
    CONSTRAINT tax_rates_sac CHECK (sac ~ '^[0-9]{4,8}$'),
    CONSTRAINT tax_rates_rate CHECK (rate_bps BETWEEN 0 AND 10000 AND rate_bps % 2 = 0),
    CONSTRAINT tax_rates_valid CHECK (NOT isempty(valid)),
    CONSTRAINT tax_rates_one_at_a_time EXCLUDE USING gist (sac WITH =, valid WITH &&)
);

-- The last number that was given out of each series in each financial year.
CREATE TABLE invoice_counters (
    series          text NOT NULL,                -- see invoices.series
    financial_year  integer NOT NULL,
    kind            text NOT NULL,
    last_number     integer NOT NULL DEFAULT 0,
    CONSTRAINT invoice_counters_key PRIMARY KEY (series, financial_year, kind),
    -- Beyond it a serial would have more than 16 characters.
    CONSTRAINT invoice_counters_number CHECK (last_number BETWEEN 0 AND 9999999)
) WITH (fillfactor = 50);

-- A document as it was issued: whatever changes afterwards (a name, an address, a rate) doesn't change it.
CREATE TABLE invoices (
    id              bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    -- receipt: from a centre that isn't registered for GST. credit_note and refund_receipt take back from the one or
    -- the other what was refunded.
    kind            text NOT NULL,
    booking_id      bigint NOT NULL REFERENCES bookings,
    corrects        bigint REFERENCES invoices,
    refund_id       bigint REFERENCES refunds,
    provider_id     bigint NOT NULL REFERENCES service_providers,
    customer_id     bigint NOT NULL REFERENCES users,
    series          text NOT NULL,                -- the supplier's GSTIN; of who has none, C and the centre's id
    financial_year  integer NOT NULL,
    number          integer NOT NULL,
    serial          text NOT NULL GENERATED ALWAYS AS (invoice_serial(kind, financial_year, number)) STORED,
    issued_at       timestamptz NOT NULL,
    language        text NOT NULL,                -- the customer's when it was issued
    supplier_name   text NOT NULL,
    supplier_address text NOT NULL,
    supplier_phone  text,
    supplier_gstin  text,
    supplier_state  text NOT NULL,                -- states by their codes of GST: 33 Tamil Nadu, 34 Puducherry
    -- Under section 9(5) the platform supplies in the eyes of the law, and this centre did the work.
    performed_by    text,
    recipient_name  text NOT NULL,
    recipient_address text NOT NULL,
    recipient_state text NOT NULL,
    place_of_supply text NOT NULL,
    reverse_charge  boolean NOT NULL DEFAULT false,
    booking_reference text NOT NULL,
    performed_on    date NOT NULL,
    reason          text,                         -- of a correction
    price_paise     bigint NOT NULL,              -- of the lines, tax included, before the discount
    discount_paise  bigint NOT NULL,
    taxable_paise   bigint NOT NULL,
    cgst_paise      bigint NOT NULL,
    sgst_paise      bigint NOT NULL,
    igst_paise      bigint NOT NULL,
    round_off_paise bigint NOT NULL,
    total_paise     bigint NOT NULL,
    CONSTRAINT invoices_kind CHECK (kind IN ('tax_invoice', 'receipt', 'credit_note', 'refund_receipt')),
    CONSTRAINT invoices_number UNIQUE (series, financial_year, kind, number),
    CONSTRAINT invoices_serial UNIQUE (series, financial_year, serial),
    CONSTRAINT invoices_serial_form CHECK (invoice_serial(kind, financial_year, number) ~ '^[A-Za-z0-9/-]{1,16}$'),
    CONSTRAINT invoices_year CHECK (financial_year = financial_year(issued_at)),
    CONSTRAINT invoices_correction CHECK (
        (kind IN ('credit_note', 'refund_receipt')) = (corrects IS NOT NULL)
        AND (corrects IS NOT NULL) = (refund_id IS NOT NULL)),
    CONSTRAINT invoices_refund_once UNIQUE (refund_id),
    CONSTRAINT invoices_language CHECK (language IN ('en', 'ta')),
    CONSTRAINT invoices_states CHECK (
        supplier_state ~ '^[0-9]{2}$' AND recipient_state ~ '^[0-9]{2}$' AND place_of_supply ~ '^[0-9]{2}$'),
    CONSTRAINT invoices_series CHECK (CASE WHEN kind IN ('tax_invoice', 'credit_note')
        THEN supplier_gstin IS NOT NULL AND series = supplier_gstin AND left(supplier_gstin, 2) = supplier_state
        ELSE supplier_gstin IS NULL AND series = 'C' || provider_id END),
    CONSTRAINT invoices_tax_heads CHECK (CASE
        WHEN kind IN ('receipt', 'refund_receipt') THEN cgst_paise = 0 AND sgst_paise = 0 AND igst_paise = 0
        WHEN supplier_state = place_of_supply THEN cgst_paise = sgst_paise AND igst_paise = 0
        ELSE cgst_paise = 0 AND sgst_paise = 0 END),
    CONSTRAINT invoices_amounts CHECK (
        price_paise >= 0 AND discount_paise >= 0 AND cgst_paise >= 0 AND sgst_paise >= 0 AND igst_paise >= 0
        AND total_paise > 0 AND round_off_paise BETWEEN -99 AND 99
        AND taxable_paise >= CASE WHEN corrects IS NULL THEN 0 ELSE -100 END),
    CONSTRAINT invoices_sum CHECK (
        total_paise = taxable_paise + cgst_paise + sgst_paise + igst_paise + round_off_paise
        AND total_paise = price_paise - discount_paise + round_off_paise)
);
-- A booking is invoiced once.
CREATE UNIQUE INDEX invoices_booking_once ON invoices (booking_id) WHERE corrects IS NULL;
CREATE INDEX invoices_booking ON invoices (booking_id, id);
CREATE INDEX invoices_corrects ON invoices (corrects) WHERE corrects IS NOT NULL;
CREATE INDEX invoices_customer ON invoices (customer_id, id);
CREATE INDEX invoices_provider ON invoices (provider_id, issued_at);
CREATE INDEX invoices_issued_at ON invoices (issued_at);

CREATE TABLE invoice_lines (
    invoice_id      bigint NOT NULL REFERENCES invoices,
    position        integer NOT NULL,             -- from 1; of a correction that of the line which it takes from
    sac             text NOT NULL,
    description     text NOT NULL,
    description_ta  text NOT NULL,
    price_paise     bigint NOT NULL,              -- tax included
    discount_paise  bigint NOT NULL,
    rate_bps        integer NOT NULL,
    taxable_paise   bigint NOT NULL,
    cgst_paise      bigint NOT NULL,
    sgst_paise      bigint NOT NULL,
    igst_paise      bigint NOT NULL,
    total_paise     bigint NOT NULL,
    CONSTRAINT invoice_lines_key PRIMARY KEY (invoice_id, position),
    CONSTRAINT invoice_lines_amounts CHECK (
        discount_paise BETWEEN 0 AND price_paise AND rate_bps >= 0 AND cgst_paise >= 0 AND sgst_paise >= 0
        AND igst_paise >= 0
        -- Of a correction: a single paisa of a line can be its next two halves of tax, less one.
        AND taxable_paise >= -1),
    CONSTRAINT invoice_lines_sum CHECK (
        total_paise = taxable_paise + cgst_paise + sgst_paise + igst_paise
        AND total_paise = price_paise - discount_paise)
);

-- The document as it is handed out. In the language that it was issued in, and in the other when somebody asks.
CREATE TABLE invoice_files (
    invoice_id      bigint NOT NULL REFERENCES invoices,
    language        text NOT NULL,
    pdf             bytea NOT NULL,
    sha256          bytea NOT NULL,
    made_at         timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT invoice_files_key PRIMARY KEY (invoice_id, language),
    CONSTRAINT invoice_files_language CHECK (language IN ('en', 'ta')),
    CONSTRAINT invoice_files_hash CHECK (sha256 = sha256(pdf))
);
-- It is compressed already.
ALTER TABLE invoice_files ALTER COLUMN pdf SET STORAGE EXTERNAL;

ALTER TABLE bookings ADD CONSTRAINT bookings_invoice FOREIGN KEY (invoice_id) REFERENCES invoices;
CREATE INDEX bookings_invoice_id ON bookings (invoice_id) WHERE invoice_id IS NOT NULL;

-- What a document says, before it has a number; see invoice_issue.sql.
CREATE TYPE invoice_draft AS (
    kind text, booking_id bigint, corrects bigint, refund_id bigint, provider_id bigint, customer_id bigint,
    language text, supplier_name text, supplier_address text, supplier_phone text, supplier_gstin text,
    supplier_state text, performed_by text, recipient_name text, recipient_address text, recipient_state text,
    place_of_supply text, booking_reference text, performed_on date, reason text, round_off_paise bigint);

CREATE TYPE invoice_line_draft AS (
    "position" integer, sac text, description text, description_ta text, price_paise bigint, discount_paise bigint,
    rate_bps integer, taxable_paise bigint, cgst_paise bigint, sgst_paise bigint, igst_paise bigint);
