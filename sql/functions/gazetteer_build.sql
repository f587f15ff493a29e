-- Fills `places` and `place_names` from the places listed by hand, the post offices and the taluks,
-- once districts, pincodes and post offices are in force; gives the number of rows touched. Rows
-- that did not change are left alone, so searches go on meanwhile and a second load changes nothing.
CREATE OR REPLACE FUNCTION gazetteer_build() RETURNS integer
LANGUAGE plpgsql AS $$
BEGIN
    PERFORM gazetteer_add_listed();
    PERFORM gazetteer_add_offices();
    ANALYZE staged_places, staged_place_names;
    PERFORM gazetteer_add_taluks();
    RETURN gazetteer_replace();
END
$$;

-- The listed places stand where their pincode stands, whose point is better than any one office's.
-- A district is called "Salem district" beside the city, and found by its bare name too.
CREATE OR REPLACE FUNCTION gazetteer_add_listed() RETURNS void
LANGUAGE sql AS $$
    INSERT INTO staged_places (id, kind, label, label_ta, pincode, district_lgd, lat, lng, rank)
    SELECT l.id, l.kind, l.label || CASE l.kind WHEN 'district' THEN ' district' ELSE '' END,
        l.label_ta || CASE l.kind WHEN 'district' THEN ' மாவட்டம்' ELSE '' END, l.pincode, l.lgd, p.lat, p.lng,
        CASE l.kind WHEN 'city' THEN 1 WHEN 'town' THEN 2 WHEN 'district' THEN 3 ELSE 4 END
    FROM staged_listed l JOIN pincodes p USING (pincode);

    INSERT INTO staged_place_names
    SELECT p.id, name, name_key(name), sound_key(name)
    FROM staged_places p JOIN staged_listed l USING (id),
         LATERAL (SELECT DISTINCT btrim(n) AS name FROM unnest(ARRAY[p.label, p.label_ta] || l.names) AS n) AS names
$$;

-- Offices of one pincode whose names sound the same are one place; one that sounds like a listed
-- place of its pincode is that place. Only an office whose own point was accepted, counts and is
-- near its pincode's stands there; the others stand at their pincode's point.
CREATE OR REPLACE FUNCTION gazetteer_add_offices() RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
    CREATE TEMP TABLE staged_office_places ON COMMIT DROP AS
    WITH offices AS MATERIALIZED (
        SELECT o.*, office_label(area) AS label, sound_key(office_label(area)) AS sound_key,
            CASE WHEN office_type = 'HO' THEN 5 WHEN office_type = 'SO' AND delivers THEN 6
                 WHEN office_type = 'SO' THEN 7 ELSE 9 END AS rank
        FROM post_offices o
    )
    SELECT o.*, 100000 + min(id) OVER same AS place_id, row_number() OVER (same ORDER BY rank, weight DESC, id) AS nth
    FROM offices o
    WHERE o.sound_key <> '' AND NOT EXISTS (
        SELECT FROM staged_place_names n JOIN staged_places p ON p.id = n.place_id
        WHERE n.sound_key = o.sound_key AND p.pincode = o.pincode AND p.kind <> 'district')
    WINDOW same AS (PARTITION BY pincode, sound_key);

    INSERT INTO staged_places (id, kind, label, pincode, district_lgd, lat, lng, rank)
    SELECT o.place_id, 'post_office', o.label, o.pincode, coalesce(o.district_lgd, p.district_lgd),
        CASE WHEN own_point THEN o.lat ELSE p.lat END, CASE WHEN own_point THEN o.lng ELSE p.lng END, o.rank
    FROM staged_office_places o
    JOIN pincodes p USING (pincode)
    CROSS JOIN LATERAL (SELECT o.rank > 6 AND o.weight >= 0.3 AND coalesce(ST_DWithin(p.location::geography,
        ST_SetSRID(ST_MakePoint(o.lng, o.lat), 4326)::geography, 10000), false) AS own_point) AS trust
    WHERE o.nth = 1;

    INSERT INTO staged_place_names
    SELECT DISTINCT place_id, label, name_key(label), sound_key FROM staged_office_places;
END
$$;

-- The office a taluk is named after is its seat: better known than its neighbours, and also called
-- as the taluk is spelt. A taluk without its own name among its pincodes is given to the listed
-- place or sub-office whose name is nearest (Gudiyatham for "Gudiyattam"), if that is near enough.
CREATE OR REPLACE FUNCTION gazetteer_add_taluks() RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
    CREATE TEMP TABLE staged_seats ON COMMIT DROP AS
    SELECT DISTINCT ON (t.sound_key) t.sound_key, p.id AS place_id
    FROM staged_taluks t
    JOIN staged_places p ON p.pincode = t.pincode AND p.kind <> 'district' AND p.rank <= 7
    JOIN staged_place_names n ON n.place_id = p.id
    WHERE similarity(n.sound_key, t.sound_key) >= 0.6
    ORDER BY t.sound_key, n.sound_key <-> t.sound_key, p.rank, p.id;

    UPDATE staged_places p SET rank = 5 FROM staged_seats s
    WHERE p.id = s.place_id AND p.rank > 5;

    INSERT INTO staged_place_names
    SELECT s.place_id, t.name, name_key(t.name), t.sound_key
    FROM staged_seats s JOIN staged_taluks t USING (sound_key)
    GROUP BY s.place_id, t.name, t.sound_key
    ON CONFLICT DO NOTHING;
END
$$;
