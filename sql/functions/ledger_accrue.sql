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
    -- What deductions are taken from.
    base bigint := CASE WHEN is_registered
        THEN without_tax(gross, coalesce(money_setting('deduction_base_tax_bps', day), 0)) ELSE gross END;
    commission bigint;
    net_commission bigint;
    tds bigint;
    tcs bigint := 0;
BEGIN
    -- Nobody's but the platform's.
    commission := CASE WHEN b.provider_id IS NULL THEN gross
        ELSE share_of(gross, coalesce(money_setting('commission_bps', day), 0)) END;
    net_commission := without_tax(commission, coalesce(money_setting('commission_tax_bps', day), 0));
    tds := CASE WHEN b.provider_id IS NULL THEN 0
        ELSE share_of(base, coalesce(money_setting('tds_194o_bps', day), 0)) END;
    IF is_registered AND gross > 0 THEN
        -- Of what the platform has collected, not of what the centre was handed.
        tcs := share_of(round(base::numeric * least(gross, booking_collected(b.id)) / gross)::bigint,
            coalesce(money_setting('tcs_52_bps', day), 0));
    END IF;
    RETURN jsonb_build_object('customer', gross, 'provider', -(gross - commission - tds - tcs),
        'commission', -net_commission, 'commission_tax', -(commission - net_commission), 'tds', -tds, 'tcs', -tcs);
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
