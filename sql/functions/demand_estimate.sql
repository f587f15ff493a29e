-- The Census of India 2011 counted 3.9 people to a household in Tamil Nadu (72.1 million in 18.5 million).
CREATE OR REPLACE FUNCTION people_per_household() RETURNS double precision
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS 'SELECT 3.9::double precision';

-- Fills `pincode_demand`: a district's population (2011), by household, spread over its pincodes by the number of their
-- post offices that deliver. A pincode without one counts as one, since people live there too. An estimate: it knows
-- neither how big an office's beat is nor who has moved since. Rows that are right already are not touched.
--
-- Returns how many changed.
CREATE OR REPLACE FUNCTION demand_estimate() RETURNS bigint
LANGUAGE plpgsql AS $$
DECLARE
    changed bigint;
BEGIN
    INSERT INTO pincode_demand AS k (pincode, households)
    SELECT p.pincode, round(d.population / people_per_household() * p.offices / sum(p.offices) OVER (PARTITION BY d.lgd))
    FROM (
        SELECT p.pincode, p.district_lgd, greatest(count(*) FILTER (WHERE o.delivers), 1) AS offices
        FROM pincodes p LEFT JOIN post_offices o USING (pincode)
        GROUP BY p.pincode, p.district_lgd
    ) AS p JOIN districts d ON d.lgd = p.district_lgd
    ON CONFLICT (pincode) DO UPDATE SET households = excluded.households
    WHERE k.households <> excluded.households;
    GET DIAGNOSTICS changed = ROW_COUNT;
    RETURN changed;
END
$$;
