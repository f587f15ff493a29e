-- What a pincode weighs where people choose what to do next: in the list of gaps and in the choice of new sites. One row.
--
-- It weighs its households (`estimated_demand`), and 10 more for each search of the last 90 days that found nobody there
-- (`observed_searches`): of those who need a repair in a few years few search in one quarter. At most as many more as
-- there are households, so that nobody who searches all day decides where a centre opens.
--
-- Asked by pincode, because few are gaps: to sum up 90 days of the whole state takes longer than all the rest.
CREATE OR REPLACE FUNCTION weighed_demand(
    of_pincode integer, OUT estimated_demand integer, OUT observed_searches bigint, OUT demand integer
) RETURNS SETOF record
LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT seen.estimated, seen.searches,
        (seen.estimated + least(10 * seen.searches, seen.estimated))::integer
    FROM (
        SELECT coalesce((SELECT k.households FROM pincode_demand k WHERE k.pincode = of_pincode), 0) AS estimated,
            coalesce((SELECT sum(m.searches) FROM search_misses m
                WHERE m.pincode = of_pincode AND m.day >= observed_since()), 0)::bigint AS searches
        OFFSET 0
    ) AS seen
$$;
