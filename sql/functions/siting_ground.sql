-- What the choice of new sites starts from: each pincode's point, by pincode, what it weighs (`demand`, as in
-- weighed_demand.sql), and whether an approved centre's area covers it already. `district`: its name, in any case, or its
-- LGD code; null for the state.
CREATE OR REPLACE FUNCTION siting_ground(district text) RETURNS TABLE (
    pincode integer, name text, lat double precision, lng double precision, demand bigint, is_covered boolean
)
LANGUAGE sql STABLE AS $$
    SELECT p.pincode, p.name, p.lat, p.lng, w.demand::bigint, coalesce(c.coverage_count, 0) > 0
    FROM pincodes p
    CROSS JOIN LATERAL weighed_demand(p.pincode) w
    LEFT JOIN pincode_coverage_counts c USING (pincode)
    WHERE $1 IS NULL
        OR p.district_lgd IN (SELECT d.lgd FROM districts d WHERE lower(d.name) = lower($1) OR d.lgd::text = $1)
    ORDER BY p.pincode
$$;
