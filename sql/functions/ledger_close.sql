-- Keeps what each centre had to get when a month ended, once the month is over and for good; gives whether it did.
-- Months are closed in their order, and one that was left out is part of the next.
CREATE OR REPLACE FUNCTION ledger_close(of_year integer, of_month integer) RETURNS boolean
LANGUAGE plpgsql AS $$
DECLARE
    first_day date := make_date(of_year, of_month, 1);
    ended timestamptz := month_begin(of_year, of_month + 1);
BEGIN
    IF now() < ended + interval '1 hour' THEN RETURN false; END IF;
    PERFORM pg_advisory_xact_lock(hashtextextended('istri ledger closings', 0));
    IF EXISTS (SELECT FROM ledger_closings c WHERE c.month >= first_day) THEN RETURN false; END IF;
    INSERT INTO ledger_closings (month) VALUES (first_day);
    INSERT INTO provider_closings (month, provider_id, balance_paise)
    SELECT first_day, s.centre, s.paise FROM provider_sums(ended) AS s WHERE s.paise <> 0;
    RETURN true;
END
$$;

-- What each centre has to get by what was posted before a time: what the last month that was closed by then left, and
-- what was posted since. Settled ones may be among them. Planned each time: how much was posted since is in no average.
CREATE OR REPLACE FUNCTION provider_sums(before timestamptz) RETURNS TABLE (centre bigint, paise bigint)
LANGUAGE plpgsql STABLE
SET plan_cache_mode = force_custom_plan AS $$
DECLARE
    closing ledger_closings;
    since timestamptz;
BEGIN
    -- Not the one that ends at that time: it may be in the making.
    SELECT c.* INTO closing FROM ledger_closings c WHERE c.ended_at < before ORDER BY c.ended_at DESC LIMIT 1;
    since := coalesce(closing.ended_at, '-infinity');
    RETURN QUERY
    SELECT x.provider_id, sum(x.change_paise)::bigint
    FROM (
        SELECT c.provider_id, c.balance_paise FROM provider_closings c WHERE c.month = closing.month
        UNION ALL
        SELECT e.provider_id, -l.amount_paise
        FROM ledger_entries e JOIN ledger_lines l ON l.entry_id = e.id AND l.account = 'provider'
        WHERE e.provider_id IS NOT NULL AND e.posted_at >= since AND e.posted_at < before
    ) AS x (provider_id, change_paise)
    GROUP BY x.provider_id;
END
$$;
