-- What each centre has to get, the most first, and what those have to give that owe something; settled ones aren't among
-- them. What may be paid out now is the balance without what is unseen: as provider_pay_out has it, of all centres at once.
--
-- named  a part of the centre's name; null: all
CREATE OR REPLACE FUNCTION provider_balances(named text, most integer)
RETURNS TABLE (centre bigint, name text, balance_paise bigint, unseen_paise bigint)
LANGUAGE plpgsql STABLE AS $$
BEGIN
    RETURN QUERY
    SELECT s.id, s.center_name, l.paise, coalesce(u.paise, 0)
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
    WHERE l.paise <> 0 AND (named IS NULL OR strpos(lower(s.center_name), lower(named)) > 0)
    ORDER BY l.paise - coalesce(u.paise, 0) DESC, s.id LIMIT most;
END
$$;
