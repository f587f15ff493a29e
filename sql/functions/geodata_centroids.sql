-- The point of each pincode: of its offices' points the heaviest ball of 10 km, of that the
-- weighted geometric median, and if its delivery office stands near there, that office.
CREATE OR REPLACE FUNCTION geodata_centroids() RETURNS void
LANGUAGE plpgsql AS $$
DECLARE
    snap_m CONSTANT double precision := 8000;
    too_light CONSTANT double precision := 0.03;
BEGIN
    PERFORM geodata_balls();
    PERFORM geodata_medians();

    CREATE TEMP TABLE staged_pincodes ON COMMIT DROP AS
    SELECT p.pincode, p.total AS offices_total, coalesce(b.used, 0) AS offices_used,
        coalesce(b.heavy, 0) AS heavy, lead.id AS lead_id,
        CASE WHEN b.heavy < too_light THEN NULL ELSE coalesce(lead.point, m.point) END AS point,
        CASE WHEN b.heavy IS NULL OR b.heavy < too_light THEN 'estimated'
             WHEN lead.id IS NOT NULL THEN 'lead' ELSE 'median' END AS how
    FROM (SELECT pincode, count(*) AS total FROM staged_offices GROUP BY pincode) p
    LEFT JOIN (
        SELECT pincode, count(*) AS used, sum(weight) AS heavy FROM staged_ball GROUP BY pincode
    ) b USING (pincode)
    LEFT JOIN staged_medians m USING (pincode)
    LEFT JOIN LATERAL (
        SELECT o.id, o.point FROM staged_ball o
        WHERE o.pincode = p.pincode AND o.is_lead AND o.decimals >= 2 AND o.pincodes_here = 1
            AND ST_DWithin(o.point, m.point, snap_m)
        ORDER BY o.weight DESC, o.id LIMIT 1
    ) lead ON true;
    CREATE UNIQUE INDEX ON staged_pincodes (pincode);
    ANALYZE staged_pincodes;
    PERFORM geodata_estimate();
END
$$;

-- Of each pincode's offices those within 10 km of the one around which most weight lies.
CREATE OR REPLACE FUNCTION geodata_balls() RETURNS void
LANGUAGE plpgsql AS $$
DECLARE
    ball_m CONSTANT double precision := 10000;
BEGIN
    CREATE TEMP TABLE staged_ball ON COMMIT DROP AS
    WITH heaviest AS (
        SELECT DISTINCT ON (c.pincode) c.pincode, c.point
        FROM staged_offices c
        JOIN staged_offices o ON o.pincode = c.pincode AND ST_DWithin(o.point, c.point, ball_m)
        GROUP BY c.pincode, c.id, c.point, c.weight
        -- Rounded: the sum's last digit depends on the order of adding.
        ORDER BY c.pincode, round(sum(o.weight)::numeric, 9) DESC, c.weight DESC, c.id
    )
    SELECT o.id, o.pincode, o.point, o.weight, o.decimals, o.pincodes_here,
        o.delivers AND o.office_type <> 'BO' AS is_lead
    FROM heaviest h JOIN staged_offices o ON o.pincode = h.pincode AND ST_DWithin(o.point, h.point, ball_m)
    ORDER BY o.id;
    CREATE INDEX ON staged_ball (pincode);
    ANALYZE staged_ball;
END
$$;

-- The weighted geometric median of each ball. It is one of the offices exactly when the others'
-- unit vectors, weighted, pull at it no harder than its own weight (Weiszfeld 1937); there the
-- iteration of ST_GeometricMedian creeps, and with two offices of one weight it stops anywhere
-- between them. So that test comes first, the heavier office before the lighter, and the
-- iteration serves the rest.
CREATE OR REPLACE FUNCTION geodata_medians() RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
    CREATE TEMP TABLE staged_medians ON COMMIT DROP AS
    WITH pulls AS (
        SELECT k.id, sum(o.weight) FILTER (WHERE d <= 1e-6) AS holds,
            coalesce(sum(o.weight * (ST_X(o.point) - ST_X(k.point)) / d) FILTER (WHERE d > 1e-6), 0) AS east,
            coalesce(sum(o.weight * (ST_Y(o.point) - ST_Y(k.point)) / d) FILTER (WHERE d > 1e-6), 0) AS north
        FROM staged_ball k
        JOIN staged_ball o USING (pincode)
        CROSS JOIN LATERAL (SELECT ST_Distance(o.point, k.point) AS d) apart
        GROUP BY k.id
    ), offices AS (
        SELECT DISTINCT ON (pincode) pincode, point
        FROM staged_ball JOIN pulls USING (id)
        WHERE sqrt(east * east + north * north) <= holds + 1e-9
        ORDER BY pincode, is_lead DESC, weight DESC, id
    )
    SELECT * FROM offices
    UNION ALL
    SELECT pincode, ST_Force2D(ST_GeometricMedian(ST_Collect(
        ST_SetSRID(ST_MakePointM(ST_X(point), ST_Y(point), weight), 7785) ORDER BY id), 1e-6, 10000, false))
    FROM staged_ball b WHERE NOT EXISTS (SELECT FROM offices o WHERE o.pincode = b.pincode)
    GROUP BY pincode;
    CREATE UNIQUE INDEX ON staged_medians (pincode);
    ANALYZE staged_medians;
END
$$;
