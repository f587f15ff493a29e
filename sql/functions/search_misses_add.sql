-- Adds up searches that found nobody. Each is about a pincode or, where that is null, a point, which counts for the
-- pincode whose point is nearest. Unknown pincodes are passed over. `days` are counted from 1970-01-01.
CREATE OR REPLACE FUNCTION search_misses_add(
    pincodes integer[], lats double precision[], lngs double precision[], days integer[], counts bigint[]) RETURNS void
LANGUAGE sql AS $$
    INSERT INTO search_misses AS k (pincode, day, searches)
    SELECT p.pincode, date '1970-01-01' + m.day, sum(m.searches)
    FROM unnest(search_misses_add.pincodes, lats, lngs, days, counts) AS m (pincode, lat, lng, day, searches)
    CROSS JOIN LATERAL (
        SELECT coalesce(m.pincode, (SELECT n.pincode::integer FROM pincodes n
            ORDER BY n.location <-> ST_SetSRID(ST_MakePoint(m.lng, m.lat), 4326), n.pincode LIMIT 1)) AS pincode
    ) AS about
    JOIN pincodes p ON p.pincode = about.pincode
    -- In one order, or two nodes could wait for each other.
    GROUP BY p.pincode, m.day ORDER BY p.pincode, m.day
    ON CONFLICT (pincode, day) DO UPDATE SET searches = k.searches + excluded.searches
$$;
