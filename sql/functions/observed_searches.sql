-- The first of the last 90 days in India.
CREATE OR REPLACE FUNCTION observed_since() RETURNS date
LANGUAGE sql STABLE PARALLEL SAFE AS $$ SELECT (now() AT TIME ZONE 'Asia/Kolkata')::date - 89 $$;

-- How often customers searched for each pincode in vain since a day in India, by default the last 90 days: demand that
-- was seen, beside the estimate of `pincode_demand`. A pincode that nobody missed has no row.
CREATE OR REPLACE FUNCTION observed_searches(since date DEFAULT observed_since())
RETURNS TABLE (pincode integer, searches bigint)
LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT m.pincode::integer, sum(m.searches)::bigint FROM search_misses m WHERE m.day >= since GROUP BY m.pincode
$$;
