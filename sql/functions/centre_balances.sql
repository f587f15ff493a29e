-- What each centre has to get, the most that may be paid out first, and what those have to give that owe something;
-- settled ones aren't among them. What may be paid out now is the balance without what is unseen and what customers
-- still owe: as provider_pay_out has it, of all centres at once.
--
-- named  a part of the centre's name; null: all
CREATE OR REPLACE FUNCTION centre_balances(named text, most integer)
RETURNS TABLE (centre bigint, name text, balance_paise bigint, unseen_paise bigint, unpaid_paise bigint)
LANGUAGE plpgsql STABLE AS $$
BEGIN
    RETURN QUERY
    SELECT s.id, s.center_name, l.paise, coalesce(u.paise, 0), coalesce(w.paise, 0)
    FROM (
        SELECT e.provider_id, -sum(x.amount_paise)::bigint AS paise
        FROM ledger_entries e JOIN ledger_lines x ON x.entry_id = e.id AND x.account = 'provider'
        WHERE e.provider_id IS NOT NULL GROUP BY e.provider_id
    ) AS l
    JOIN service_providers s ON s.id = l.provider_id
    LEFT JOIN (
        SELECT p.provider_id, sum(p.received_paise)::bigint AS paise
        FROM payments p JOIN users y ON y.id = p.confirmed_by
        WHERE p.status = 'captured' AND p.received_by = 'platform' AND p.method <> 'razorpay' AND y.role <> 'admin'
        GROUP BY p.provider_id
    ) AS u ON u.provider_id = l.provider_id
    LEFT JOIN (
        -- As provider_unpaid.
        SELECT o.provider_id, sum(least(o.owed_paise, o.earned_paise))::bigint AS paise
        FROM (
            SELECT max(e.provider_id) FILTER (WHERE e.kind = 'accrual') AS provider_id,
                sum(x.amount_paise) FILTER (WHERE x.account = 'customer') AS owed_paise,
                -sum(x.amount_paise) FILTER (WHERE x.account = 'provider' AND e.kind = 'accrual') AS earned_paise
            FROM ledger_entries e JOIN ledger_lines x ON x.entry_id = e.id AND x.account IN ('customer', 'provider')
            WHERE e.booking_id IS NOT NULL GROUP BY e.booking_id
        ) AS o
        WHERE o.owed_paise > 0 AND o.earned_paise > 0 GROUP BY o.provider_id
    ) AS w ON w.provider_id = l.provider_id
    WHERE l.paise <> 0 AND (named IS NULL OR strpos(lower(s.center_name), lower(named)) > 0)
    ORDER BY l.paise - coalesce(u.paise, 0) - coalesce(w.paise, 0) DESC, s.id LIMIT most;
END
$$;
