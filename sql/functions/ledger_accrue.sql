-- Posts what a booking that is over has earned: for its centre, for the platform and for the state. It compares with
-- what was posted before and posts the difference, so that it may be asked whenever something has changed; rates are
-- those of the day on which the first of it was posted.
--
-- The caller has locked the booking's row.
CREATE OR REPLACE FUNCTION ledger_accrue(b bookings) RETURNS void
LANGUAGE plpgsql AS $$
DECLARE
    what ledger_entries;
    posted jsonb;
    day date;
    wanted jsonb := '{}';
BEGIN
    SELECT coalesce(jsonb_object_agg(l.account, l.amount_paise), '{}'), min(l.day) INTO posted, day
    FROM (
        SELECT l.account, sum(l.amount_paise) AS amount_paise, min(local_day(e.posted_at)) AS day
        FROM ledger_entries e JOIN ledger_lines l ON l.entry_id = e.id
        WHERE e.booking_id = b.id AND e.kind = 'accrual' GROUP BY l.account
    ) AS l;
    IF b.status IN ('completed', 'rejected', 'cancelled', 'no_show', 'expired') THEN
        wanted := ledger_shares(b, coalesce(day, local_day(now())));
    END IF;
    what.kind := 'accrual';
    what.booking_id := b.id;
    what.provider_id := b.provider_id;
    PERFORM ledger_post(what, (
        SELECT coalesce(jsonb_object_agg(coalesce(w.key, p.key),
            coalesce(w.value::bigint, 0) - coalesce(p.value::bigint, 0)), '{}')
        FROM jsonb_each_text(wanted) AS w FULL JOIN jsonb_each_text(posted) AS p ON p.key = w.key));
END
$$;

-- Who has how much of what a booking brings, as lines of the ledger.
CREATE OR REPLACE FUNCTION ledger_shares(b bookings, day date) RETURNS jsonb
LANGUAGE plpgsql STABLE AS $$
DECLARE
    gross bigint := greatest(0, booking_price(b) - (
        SELECT coalesce(sum(r.amount_paise), 0) FROM refunds r
        WHERE r.booking_id = b.id AND r.cause <> 'overpaid' AND r.status = 'processed'));
    is_registered boolean := (SELECT s.gstin IS NOT NULL FROM service_providers s WHERE s.id = b.provider_id);
    rates money_rates;
    s money_shares;
BEGIN
    rates := (coalesce(money_setting('commission_bps', day), 0), coalesce(money_setting('commission_tax_bps', day), 0),
        coalesce(money_setting('tds_194o_bps', day), 0), 0, 0);
    IF is_registered THEN
        rates.tcs_bps := coalesce(money_setting('tcs_52_bps', day), 0);
        rates.base_tax_bps := coalesce(money_setting('deduction_base_tax_bps', day), 0);
    END IF;
    s := ledger_split(gross, least(gross, booking_collected(b.id)), rates);
    RETURN jsonb_build_object('customer', gross, 'provider', -s.provider_paise, 'commission', -s.commission_paise,
        'commission_tax', -s.commission_tax_paise, 'tds', -s.tds_paise, 'tcs', -s.tcs_paise);
END
$$;

-- Splits an amount to the paisa. Deductions are taken from its value without tax, and the second of them only as far as
-- the platform has collected it, and not the centre.
CREATE OR REPLACE FUNCTION ledger_split(gross_paise bigint, collected_paise bigint, rates money_rates)
RETURNS money_shares
LANGUAGE plpgsql IMMUTABLE AS $$
DECLARE
    s money_shares;
    commission bigint := share_of(gross_paise, rates.commission_bps);
BEGIN
    s.commission_paise := without_tax(commission, rates.commission_tax_bps);
    s.commission_tax_paise := commission - s.commission_paise;
    s.tds_paise := share_of(without_tax(gross_paise, rates.base_tax_bps), rates.tds_bps);
    s.tcs_paise := share_of(without_tax(collected_paise, rates.base_tax_bps), rates.tcs_bps);
    s.provider_paise := gross_paise - commission - s.tds_paise - s.tcs_paise;
    RETURN s;
END
$$;

-- What the platform holds of a booking's payments.
CREATE OR REPLACE FUNCTION booking_collected(booking bigint) RETURNS bigint
LANGUAGE plpgsql STABLE AS $$
BEGIN
    RETURN (
        SELECT coalesce(sum(p.received_paise - (
            SELECT coalesce(sum(r.amount_paise), 0) FROM refunds r WHERE r.payment_id = p.id AND r.status = 'processed')), 0)
        FROM payments p
        WHERE p.booking_id = booking AND p.received_by = 'platform' AND p.status IN ('authorized', 'captured'));
END
$$;
