-- How far the pincodes' points are from places whose points come from elsewhere (`known/places.csv`, as text): bars in
-- the form of geodata_check. A place is held against a pincode where one delivering head or sub office of the state bears
-- one of its names, no other place has that name, and the place lies in a district that the pincode names: else they are
-- namesakes. Pincodes whose point was overridden are left out, since the better one may come from the same source.
--
-- Well known are those with 15,000 people or more.
CREATE OR REPLACE FUNCTION geodata_check_known(content text)
RETURNS TABLE (bar text, value double precision, bound double precision, at_least boolean, ok boolean)
LANGUAGE sql STABLE AS $$
    WITH place AS MATERIALIZED (
        SELECT fields[1]::integer AS id, ST_SetSRID(ST_MakePoint(geodata_number(fields[5]), geodata_number(fields[4])), 4326)
                AS point, geodata_number(fields[6]) AS people, fields[2] || ';' || fields[3] AS names
        FROM geodata_csv_rows('known/places.csv', content, 'geonameid,name,other_names,lat,lng,population')
    ), named AS MATERIALIZED (
        SELECT DISTINCT name_key(name) AS key, place.id FROM place, string_to_table(place.names, ';') AS name
        WHERE name_key(name) <> ''
    ), office AS MATERIALIZED (
        SELECT name_key(o.area) AS key, min(o.pincode::integer) AS pincode
        FROM post_offices o WHERE o.delivers AND o.office_type IN ('HO', 'SO')
        GROUP BY 1 HAVING count(DISTINCT o.pincode) = 1
    ), pair AS (
        SELECT named.id, min(office.pincode) AS pincode
        FROM named JOIN office USING (key)
        WHERE NOT EXISTS (SELECT FROM named other WHERE other.key = named.key AND other.id <> named.id)
        GROUP BY named.id HAVING count(DISTINCT office.pincode) = 1
    ), off AS MATERIALIZED (
        SELECT place.people, ST_Distance(place.point::geography, p.location::geography) / 1000 AS km
        FROM pair JOIN place USING (id) JOIN pincodes p ON p.pincode::integer = pair.pincode AND p.quality <> 'override'
        WHERE EXISTS (
            SELECT FROM post_offices o JOIN districts d ON d.lgd = o.district_lgd
            WHERE o.pincode = p.pincode AND ST_Covers(d.geom, place.point))
    ), class (people, towns, them, fewest, median, near, p95) AS (
        VALUES (0, 'known towns', 'them', 400, 1.0, 0.925, 6.5),
            (15000, 'well-known towns', 'well-known ones', 150, 0.85, 0.90, 5.0)
    ), measured AS (
        SELECT class.people, count(km) AS n, percentile_cont(0.5) WITHIN GROUP (ORDER BY km) AS median,
            percentile_cont(0.95) WITHIN GROUP (ORDER BY km) AS p95, avg((km <= 5)::integer) AS near
        FROM class LEFT JOIN off ON off.people >= class.people GROUP BY class.people
    ), bars (bar, value, bound, at_least) AS (
        SELECT b.* FROM class JOIN measured AS m USING (people), LATERAL (VALUES
            (towns || ' compared', m.n::double precision, fewest::double precision, true),
            ('median distance to ' || them || ', km', m.median, class.median, false),
            ('share within 5 km of ' || them, m.near::double precision, class.near, true),
            ('within which 95 % of ' || them || ' are, km', m.p95, class.p95, false)) AS b (bar, value, bound, at_least)
        ORDER BY people
    )
    SELECT bar, value, bound, at_least,
        coalesce(CASE WHEN at_least THEN value >= bound ELSE value <= bound END, false)
    FROM bars
$$;
