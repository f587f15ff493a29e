-- What the choice of new sites starts from: each pincode's point, by pincode, what it weighs (`demand`), and whether an
-- approved centre's area covers it already. `district`: its name, in any case, or its LGD code; null for the state.
--
-- A pincode weighs its households, and 10 more for each search of the last 90 days that found nobody there: of those
-- who need a repair in a few years few search in one quarter. At most as many more as there are households, so that
-- nobody who searches all day decides where a centre opens.
CREATE OR REPLACE FUNCTION siting_ground(district text) RETURNS TABLE (
    pincode integer, name text, lat double precision, lng double precision, demand bigint, is_covered boolean
)
LANGUAGE sql STABLE AS $$
    SELECT p.pincode, p.name, p.lat, p.lng,
        (coalesce(k.households, 0) + least(10 * coalesce(o.searches, 0), coalesce(k.households, 0)))::bigint,
        coalesce(c.coverage_count, 0) > 0
    FROM pincodes p
    LEFT JOIN pincode_demand k USING (pincode)
    LEFT JOIN observed_searches() o USING (pincode)
    LEFT JOIN pincode_coverage_counts c USING (pincode)
    WHERE $1 IS NULL
        OR p.district_lgd IN (SELECT d.lgd FROM districts d WHERE lower(d.name) = lower($1) OR d.lgd::text = $1)
    ORDER BY p.pincode
$$;
