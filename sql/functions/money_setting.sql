-- What holds on a day; null where nothing does yet.
CREATE OR REPLACE FUNCTION money_setting(wanted text, day date) RETURNS bigint
LANGUAGE plpgsql STABLE AS $$
BEGIN
    RETURN (SELECT s.value FROM money_settings s
        WHERE s.subject = wanted AND s.valid_from <= day ORDER BY s.valid_from DESC LIMIT 1);
END
$$;

-- The day that it is in Tamil Nadu.
CREATE OR REPLACE FUNCTION local_day(at timestamptz) RETURNS date
LANGUAGE sql STABLE AS $$
    SELECT (at AT TIME ZONE 'Asia/Kolkata')::date
$$;

-- So many hundredths of a per cent, rounded half up to the paisa. Not for amounts below nothing.
CREATE OR REPLACE FUNCTION share_of(amount_paise bigint, bps bigint) RETURNS bigint
LANGUAGE sql IMMUTABLE AS $$
    SELECT (2 * amount_paise * bps + 10000) / 20000
$$;

-- What is left of an amount when the tax that it contains is taken out.
CREATE OR REPLACE FUNCTION without_tax(amount_paise bigint, tax_bps bigint) RETURNS bigint
LANGUAGE sql IMMUTABLE AS $$
    SELECT amount_paise - (2 * amount_paise * tax_bps + 10000 + tax_bps) / (2 * (10000 + tax_bps))
$$;
