-- What people are told about a pincode's point.
--   spread_km: within it lie four of five of its offices; with fewer than three spots to go by, at
--              least the radius of a circle as large as its cell.
--   quality:   good if its delivery office stands there and agrees with its surroundings, or
--              three offices with something behind them do; poor if next to nothing does. Half of
--              the good ones are within 0.7 km of the town they are named after, of the poor 3-5.
--   source:    where the point came from, in words.
CREATE OR REPLACE FUNCTION geodata_describe() RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
    CREATE TEMP TABLE staged_descriptions ON COMMIT DROP AS
    WITH heads AS (
        SELECT DISTINCT ON (pincode) pincode, area AS name
        FROM staged_offices
        ORDER BY pincode, delivers DESC, array_position('{HO,SO,BO}', office_type), id
    ), districts AS (
        SELECT DISTINCT ON (p.pincode) p.pincode, n.lgd
        FROM staged_pincodes p
        JOIN staged_names n USING (pincode)
        JOIN staged_districts d USING (lgd)
        ORDER BY p.pincode, ST_Distance(p.point, d.geom_m), n.offices DESC, n.lgd
    ), spreads AS (
        SELECT p.pincode, count(DISTINCT ST_SnapToGrid(o.point, 150)) AS spots,
            percentile_cont(0.8) WITHIN GROUP (ORDER BY ST_Distance(o.point, p.point)) AS spread_m
        FROM staged_pincodes p
        JOIN staged_offices o ON o.pincode = p.pincode AND o.pincodes_here = 1 AND ST_DWithin(o.point, p.point, 15000)
        WHERE p.how <> 'estimated'
        GROUP BY p.pincode
    )
    SELECT p.pincode, heads.name, n.lgd AS district_lgd,
        round(ST_Y(spot)::numeric, 7)::double precision AS lat,
        round(ST_X(spot)::numeric, 7)::double precision AS lng,
        round((CASE WHEN s.spots >= 3 THEN s.spread_m
            ELSE greatest(s.spread_m, sqrt(ST_Area(c.geom::geography) / pi()))
            END / 1000)::numeric, 2)::double precision AS spread_km,
        CASE WHEN p.how IN ('estimated', 'override') THEN p.how
             WHEN lead.agreement >= 0.25 OR p.offices_used >= 3 AND p.heavy >= 1 THEN 'good'
             WHEN p.heavy >= 0.3 THEN 'fair' ELSE 'poor' END AS quality,
        CASE p.how WHEN 'lead' THEN 'delivery office ' || lead.name
             WHEN 'override' THEN 'placed by hand: ' || o.source
             WHEN 'estimated' THEN 'estimated from the nearest pincode numbers of its district'
             ELSE CASE p.offices_used WHEN 1 THEN 'its only usable office'
                 ELSE 'middle of ' || p.offices_used || ' offices' END END AS source,
        p.offices_total,
        CASE WHEN p.how IN ('estimated', 'override') THEN 0 ELSE p.offices_used END AS offices_used
    FROM staged_pincodes p
    JOIN heads USING (pincode)
    JOIN districts n USING (pincode)
    JOIN staged_cells c USING (pincode)
    LEFT JOIN spreads s USING (pincode)
    LEFT JOIN staged_offices lead ON lead.id = p.lead_id
    LEFT JOIN staged_overrides o ON o.pincode = p.pincode
    CROSS JOIN LATERAL (SELECT ST_Transform(p.point, 4326) AS spot) transformed;
END
$$;
