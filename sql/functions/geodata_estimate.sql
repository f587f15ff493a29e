-- Pincodes whose offices have no point, or only filled-in ones: the middle of the three
-- numerically nearest pincodes of the same district, which as a rule lie around it (half of such
-- estimates are within 8.4 km of the truth), moved into the district. Then the overrides, which
-- beat everything.
CREATE OR REPLACE FUNCTION geodata_estimate() RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
    WITH located AS MATERIALIZED (
        SELECT pincode, lgd, point FROM staged_pincodes JOIN staged_names USING (pincode)
        WHERE point IS NOT NULL
    ), estimates AS (
        SELECT DISTINCT ON (p.pincode) p.pincode, ST_ClosestPoint(d.geom_m, near.point) AS point
        FROM staged_pincodes p
        JOIN staged_names n USING (pincode)
        JOIN staged_districts d USING (lgd)
        CROSS JOIN LATERAL (
            SELECT ST_GeometricMedian(ST_Collect(point ORDER BY pincode), 1) AS point FROM (
                SELECT l.pincode, l.point FROM located l
                WHERE l.lgd = n.lgd
                ORDER BY abs(l.pincode - p.pincode), l.pincode LIMIT 3
            ) three
        ) near
        WHERE p.point IS NULL AND near.point IS NOT NULL
        ORDER BY p.pincode, n.offices DESC, n.lgd
    )
    UPDATE staged_pincodes p SET point = e.point, lead_id = NULL
    FROM estimates e WHERE e.pincode = p.pincode;

    UPDATE staged_pincodes p
    SET point = ST_Transform(ST_SetSRID(ST_MakePoint(o.lng, o.lat), 4326), 7785), how = 'override', lead_id = NULL
    FROM staged_overrides o WHERE o.pincode = p.pincode;

    -- Nothing to go by, not even a neighbour: such a pincode is reported, not invented.
    WITH lost AS (
        DELETE FROM staged_pincodes WHERE point IS NULL RETURNING pincode
    ), gone AS (
        DELETE FROM staged_offices o USING lost WHERE o.pincode = lost.pincode RETURNING o.id, o.pincode, o.name
    )
    INSERT INTO staged_broken
    SELECT 'offices.csv', id + 1, 'pincode without any point in its district', pincode || ' ' || name FROM gone;
END
$$;
