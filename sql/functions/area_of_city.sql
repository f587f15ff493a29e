-- Which pincodes make up a city or town of the gazetteer, and the union of their cells.
--
-- `name` is any of its names, in English or Tamil, spelt as the gazetteer's keys forgive; of several that are called so
-- a city comes before towns, and `district` decides among the rest. Its pincodes are
--   - its own, the one under which the gazetteer lists it;
--   - all of the district whose seat it is, if four in five of that district's cells are smaller than 15 km2, as in a
--     city that is a district (Chennai);
--   - those whose point lies within 8 km of its own pincode's and nearer to it than to any other city and, for a town,
--     than to any other town. What is near a city belongs to the city, not to a town beside it.
-- Gives a row for each place that the name may mean: none, nobody knows it; several, the name alone doesn't tell.
CREATE OR REPLACE FUNCTION area_of_city(name text, district integer)
RETURNS TABLE (label text, district_lgd integer, district_name text, pincodes integer[], geom geometry)
LANGUAGE sql STABLE SET jit = off AS $$
    WITH place AS MATERIALIZED (
        SELECT p.id, p.label, p.kind, p.rank, p.pincode, p.district_lgd, d.name AS district_name, d.seat, o.location_m,
            min(p.rank) OVER () AS best
        FROM places p
        JOIN districts d ON d.lgd = p.district_lgd
        JOIN pincodes o ON o.pincode = p.pincode
        WHERE p.kind IN ('city', 'town') AND (district IS NULL OR p.district_lgd = district)
            AND p.id IN (SELECT n.place_id FROM place_names n WHERE n.name_key = name_key(area_of_city.name))
    ), chosen AS (
        SELECT * FROM place WHERE rank = best
    ), member AS (
        SELECT c.id, c.pincode FROM chosen c
        UNION
        SELECT c.id, p.pincode FROM chosen c JOIN pincodes p ON p.district_lgd = c.district_lgd
        WHERE EXISTS (
                SELECT FROM place_names n WHERE n.place_id = c.id AND n.name_key = name_key(c.seat))
            AND 0.8 <= (
                SELECT avg((cell.area_km2 < 15)::integer) FROM pincodes i JOIN pincode_cells cell USING (pincode)
                WHERE i.district_lgd = c.district_lgd)
        UNION
        SELECT c.id, p.pincode FROM chosen c JOIN pincodes p ON ST_DWithin(p.location_m, c.location_m, 8000)
        CROSS JOIN LATERAL (
            SELECT r.id
            FROM places r JOIN pincodes o ON o.pincode = r.pincode
            WHERE r.kind IN ('city', 'town') AND ST_DWithin(o.location_m, p.location_m, 8000)
            ORDER BY r.rank, ST_Distance(o.location_m, p.location_m), r.id LIMIT 1
        ) AS nearest
        WHERE nearest.id = c.id
    )
    SELECT c.label, c.district_lgd, c.district_name, m.pincodes, area.geom
    FROM chosen c
    CROSS JOIN LATERAL (SELECT ARRAY(
        SELECT pincode::integer FROM member WHERE member.id = c.id ORDER BY pincode) AS pincodes) AS m
    CROSS JOIN LATERAL area_of_pincodes(m.pincodes) AS area
    ORDER BY c.id
$$;
