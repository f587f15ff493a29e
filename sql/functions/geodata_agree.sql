-- How well each reading agrees with the ground around it: pincodes were handed out area by area,
-- so among its 15 nearest offices of other pincodes many should have a number within 12 of its
-- own (share s), and many should lie in one of its taluks (share t). A misplaced point has neither;
-- in 503 towns of known place sqrt(s*t) told right from wrong better than s, t, or their mean. A
-- spot that three or more pincodes give is nobody's surroundings: it is a filled-in coordinate.
CREATE OR REPLACE FUNCTION geodata_agree() RETURNS void
LANGUAGE plpgsql AS $$
DECLARE
    same_spot_m CONSTANT double precision := 150;
BEGIN
    CREATE TEMP TABLE staged_points ON COMMIT DROP AS
    SELECT r.id, r.pincode, taluks[1] AS taluk, point
    FROM staged_readings r LEFT JOIN staged_pincode_taluks USING (pincode)
    WHERE how = 'ok' ORDER BY id;
    CREATE INDEX ON staged_points USING gist (point);
    ANALYZE staged_points;

    CREATE TEMP TABLE staged_surroundings ON COMMIT DROP AS
    SELECT p.id, p.pincode, p.taluk, p.point
    FROM staged_points p JOIN staged_points n ON ST_DWithin(n.point, p.point, same_spot_m)
    GROUP BY p.id, p.pincode, p.taluk, p.point
    HAVING count(DISTINCT n.pincode) < 3
    ORDER BY p.id;
    CREATE INDEX ON staged_surroundings USING gist (point);
    ANALYZE staged_surroundings;

    CREATE TEMP TABLE staged_agreement ON COMMIT DROP AS
    SELECT r.id, r.how, sqrt(
        avg((abs(near.pincode - r.pincode) <= 12)::integer)
        * avg(coalesce(near.taluk = ANY (t.taluks), false)::integer))::double precision AS agreement
    FROM staged_readings r
    LEFT JOIN staged_pincode_taluks t USING (pincode)
    CROSS JOIN LATERAL (
        SELECT n.pincode, n.taluk FROM staged_surroundings n
        WHERE n.pincode <> r.pincode
        ORDER BY n.point <-> r.point LIMIT 15
    ) near
    GROUP BY r.id, r.how;
    CREATE INDEX ON staged_agreement (id);
    ANALYZE staged_agreement;
END
$$;
