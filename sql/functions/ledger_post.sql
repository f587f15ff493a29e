-- Writes an entry and its lines: `lines` is {account: paise}, debits positive; those of nothing are left out, and an
-- entry of nothing isn't written. Gives its id.
CREATE OR REPLACE FUNCTION ledger_post(what ledger_entries, lines jsonb) RETURNS bigint
LANGUAGE plpgsql AS $$
DECLARE
    entry bigint;
BEGIN
    IF NOT EXISTS (SELECT FROM jsonb_each_text(lines) AS l WHERE l.value::bigint <> 0) THEN RETURN NULL; END IF;
    INSERT INTO ledger_entries (kind, booking_id, provider_id, payment_id, refund_id, payout_id)
    VALUES (what.kind, what.booking_id, what.provider_id, what.payment_id, what.refund_id, what.payout_id)
    RETURNING id INTO entry;
    INSERT INTO ledger_lines (entry_id, account, amount_paise)
    SELECT entry, l.key, l.value::bigint FROM jsonb_each_text(lines) AS l WHERE l.value::bigint <> 0;
    RETURN entry;
END
$$;

-- The state of a payment in the ledger's words: money came from the customer, or went back before it was ours.
CREATE OR REPLACE FUNCTION ledger_post_payment(p payments, entry_kind text) RETURNS void
LANGUAGE plpgsql AS $$
DECLARE
    what ledger_entries;
    held text := payment_account(p);
    lines jsonb;
BEGIN
    what.kind := entry_kind;
    what.booking_id := p.booking_id;
    what.payment_id := p.id;
    what.provider_id := CASE p.received_by WHEN 'provider' THEN p.provider_id END;
    lines := CASE entry_kind
        WHEN 'authorisation' THEN jsonb_build_object('gateway_authorised', p.received_paise, 'customer', -p.received_paise)
        WHEN 'lapse' THEN jsonb_build_object('customer', p.received_paise, 'gateway_authorised', -p.received_paise)
        WHEN 'capture' THEN jsonb_build_object(held, p.received_paise, 'gateway_authorised', -p.received_paise)
        WHEN 'receipt' THEN jsonb_build_object(held, p.received_paise, 'customer', -p.received_paise) END;
    PERFORM ledger_post(what, lines);
END
$$;

-- Where a payment's money is.
CREATE OR REPLACE FUNCTION payment_account(p payments) RETURNS text
LANGUAGE sql IMMUTABLE AS $$
    SELECT CASE WHEN p.received_by = 'provider' THEN 'provider' WHEN p.method = 'razorpay' THEN 'gateway' ELSE 'bank' END
$$;
