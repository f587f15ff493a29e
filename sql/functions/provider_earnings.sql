-- What each entry of a centre's means to it: what its customers owed, what was kept of that, what it was handed, what it
-- was paid. `change_paise` is what it has more to get by it.
CREATE OR REPLACE FUNCTION provider_entries(centre bigint, from_time timestamptz, to_time timestamptz)
RETURNS TABLE (
    entry bigint, posted_at timestamptz, kind text, booking_id bigint, gross_paise bigint, commission_paise bigint,
    commission_tax_paise bigint, tds_paise bigint, tcs_paise bigint, received_paise bigint, paid_out_paise bigint,
    change_paise bigint)
LANGUAGE plpgsql STABLE AS $$
BEGIN
    RETURN QUERY
    SELECT e.id, e.posted_at, e.kind, e.booking_id,
        ledger_side(e.kind = 'accrual', l.customer), ledger_side(e.kind = 'accrual', -l.commission - l.commission_tax),
        ledger_side(e.kind = 'accrual', -l.commission_tax), ledger_side(e.kind = 'accrual', -l.tds),
        ledger_side(e.kind = 'accrual', -l.tcs), ledger_side(e.kind IN ('receipt', 'refund'), l.provider),
        ledger_side(e.kind = 'payout', l.provider), -l.provider
    FROM ledger_entries e CROSS JOIN LATERAL (
        SELECT coalesce(sum(x.amount_paise) FILTER (WHERE x.account = 'customer'), 0)::bigint AS customer,
            coalesce(sum(x.amount_paise) FILTER (WHERE x.account = 'provider'), 0)::bigint AS provider,
            coalesce(sum(x.amount_paise) FILTER (WHERE x.account = 'commission'), 0)::bigint AS commission,
            coalesce(sum(x.amount_paise) FILTER (WHERE x.account = 'commission_tax'), 0)::bigint AS commission_tax,
            coalesce(sum(x.amount_paise) FILTER (WHERE x.account = 'tds'), 0)::bigint AS tds,
            coalesce(sum(x.amount_paise) FILTER (WHERE x.account = 'tcs'), 0)::bigint AS tcs
        FROM ledger_lines x WHERE x.entry_id = e.id
    ) AS l
    WHERE e.provider_id = centre AND e.posted_at >= from_time AND e.posted_at < to_time
    ORDER BY e.id;
END
$$;

CREATE OR REPLACE FUNCTION ledger_side(counts boolean, amount_paise bigint) RETURNS bigint
LANGUAGE sql IMMUTABLE AS $$
    SELECT CASE WHEN counts THEN amount_paise ELSE 0 END
$$;

-- When a month begins in Tamil Nadu: 2026-11 gives 2026-10-31T18:30Z.
CREATE OR REPLACE FUNCTION month_begin(year integer, month integer) RETURNS timestamptz
LANGUAGE sql STABLE AS $$
    SELECT make_timestamptz(year + (month - 1) / 12, 1 + (month - 1) % 12, 1, 0, 0, 0, 'Asia/Kolkata')
$$;

-- A centre's month in sums. `opening_paise` and `closing_paise` are what it had to get before and after it.
CREATE OR REPLACE FUNCTION provider_earnings(
    centre bigint, year integer, month integer,
    OUT bookings bigint, OUT gross_paise bigint, OUT commission_paise bigint, OUT commission_tax_paise bigint,
    OUT tds_paise bigint, OUT tcs_paise bigint, OUT received_paise bigint, OUT paid_out_paise bigint,
    OUT opening_paise bigint, OUT closing_paise bigint)
LANGUAGE plpgsql STABLE AS $$
DECLARE
    change bigint;
BEGIN
    SELECT count(DISTINCT e.booking_id) FILTER (WHERE e.kind = 'accrual'), coalesce(sum(e.gross_paise), 0),
        coalesce(sum(e.commission_paise), 0), coalesce(sum(e.commission_tax_paise), 0), coalesce(sum(e.tds_paise), 0),
        coalesce(sum(e.tcs_paise), 0), coalesce(sum(e.received_paise), 0), coalesce(sum(e.paid_out_paise), 0),
        coalesce(sum(e.change_paise), 0)
    INTO bookings, gross_paise, commission_paise, commission_tax_paise, tds_paise, tcs_paise, received_paise,
        paid_out_paise, change
    FROM provider_entries(centre, month_begin(year, month), month_begin(year, month + 1)) AS e;
    opening_paise := provider_balance(centre, month_begin(year, month));
    closing_paise := opening_paise + change;
END
$$;

-- What a centre has to get; below nothing: what it owes.
CREATE OR REPLACE FUNCTION provider_balance(centre bigint, before timestamptz) RETURNS bigint
LANGUAGE plpgsql STABLE AS $$
BEGIN
    RETURN (
        SELECT -coalesce(sum(l.amount_paise), 0)::bigint
        FROM ledger_entries e JOIN ledger_lines l ON l.entry_id = e.id AND l.account = 'provider'
        WHERE e.provider_id = centre AND e.posted_at < before);
END
$$;

-- What is said, by others than an admin, to have come to the operator's own account: nobody is paid of that.
CREATE OR REPLACE FUNCTION provider_unseen(centre bigint) RETURNS bigint
LANGUAGE plpgsql STABLE AS $$
BEGIN
    RETURN (
        SELECT coalesce(sum(p.received_paise), 0)::bigint FROM payments p JOIN users u ON u.id = p.confirmed_by
        WHERE p.provider_id = centre AND p.status = 'captured' AND p.received_by = 'platform'
            AND p.method <> 'razorpay' AND u.role <> 'admin');
END
$$;

-- What a centre has earned by bookings whose customers still owe it: nobody is paid of that either, since who pays the
-- centre later in cash would have it paid twice. Of a booking that is paid in part, what is missing.
CREATE OR REPLACE FUNCTION provider_unpaid(centre bigint) RETURNS bigint
LANGUAGE plpgsql STABLE AS $$
BEGIN
    RETURN (
        SELECT coalesce(sum(least(o.owed_paise, o.earned_paise)), 0)::bigint
        FROM (
            SELECT sum(l.amount_paise) FILTER (WHERE l.account = 'customer') AS owed_paise,
                -sum(l.amount_paise) FILTER (WHERE l.account = 'provider' AND e.kind = 'accrual') AS earned_paise
            FROM ledger_entries e JOIN ledger_lines l ON l.entry_id = e.id AND l.account IN ('customer', 'provider')
            WHERE e.booking_id IN (
                SELECT a.booking_id FROM ledger_entries a WHERE a.provider_id = centre AND a.kind = 'accrual')
            GROUP BY e.booking_id
        ) AS o
        WHERE o.owed_paise > 0 AND o.earned_paise > 0);
END
$$;

-- Writes down that a centre was paid. Payouts to one centre come one after the other, so that together they don't
-- exceed what it has to get and what has come in.
--
-- code  paid; unknown_provider; payout_too_large, then `rest_paise` is the most; reference_used
CREATE OR REPLACE FUNCTION provider_pay_out(
    centre bigint, amount bigint, bank_reference text, who booking_actor,
    OUT code text, OUT payout bigint, OUT rest_paise bigint)
LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (SELECT FROM service_providers s WHERE s.id = centre) THEN
        code := 'unknown_provider';
        RETURN;
    END IF;
    PERFORM pg_advisory_xact_lock(hashtextextended('istri payout', centre));
    rest_paise := provider_balance(centre, 'infinity') - provider_unseen(centre) - provider_unpaid(centre);
    IF amount > rest_paise THEN
        code := 'payout_too_large';
        RETURN;
    END IF;
    BEGIN
        INSERT INTO provider_payouts (provider_id, amount_paise, reference, created_by)
        VALUES (centre, amount, bank_reference, who.user_id) RETURNING id INTO payout;
        INSERT INTO bank_references (reference, payout_id) VALUES (bank_reference, payout);
    EXCEPTION
        WHEN unique_violation THEN
            code := 'reference_used';
            payout := NULL;
            RETURN;
    END;
    PERFORM ledger_post(ROW(NULL, 'payout', NULL, centre, NULL, NULL, payout, NULL)::ledger_entries,
        jsonb_build_object('provider', amount, 'bank', -amount));
    INSERT INTO audit_log (entity_type, entity_id, action, performed_by, role, address, request_id, change)
    VALUES ('provider', centre, 'provider.paid_out', who.user_id, who.role, who.address, who.request_id,
        jsonb_build_object('amount_paise', jsonb_build_array(NULL, amount::text),
            'reference', jsonb_build_array(NULL, bank_reference)));
    code := 'paid';
END
$$;
