-- Puts the staged gazetteer in force, touching only what differs; gives the number of rows touched.
CREATE OR REPLACE FUNCTION gazetteer_replace() RETURNS integer
LANGUAGE sql AS $$
    WITH gone AS (
        DELETE FROM places p WHERE NOT EXISTS (SELECT FROM staged_places s WHERE s.id = p.id) RETURNING 1
    ), put AS (
        INSERT INTO places AS p SELECT * FROM staged_places
        ON CONFLICT (id) DO UPDATE SET kind = excluded.kind, label = excluded.label, label_ta = excluded.label_ta,
            pincode = excluded.pincode, district_lgd = excluded.district_lgd, lat = excluded.lat,
            lng = excluded.lng, rank = excluded.rank
        WHERE p.* IS DISTINCT FROM excluded.*
        RETURNING 1
    )
    SELECT ((SELECT count(*) FROM gone) + (SELECT count(*) FROM put))::integer + gazetteer_replace_names()
$$;

CREATE OR REPLACE FUNCTION gazetteer_replace_names() RETURNS integer
LANGUAGE sql AS $$
    WITH gone AS (
        DELETE FROM place_names n
        WHERE NOT EXISTS (SELECT FROM staged_place_names s WHERE s.place_id = n.place_id AND s.name = n.name)
        RETURNING 1
    ), put AS (
        INSERT INTO place_names AS n SELECT * FROM staged_place_names
        ON CONFLICT (place_id, name) DO UPDATE SET name_key = excluded.name_key, sound_key = excluded.sound_key
        WHERE n.* IS DISTINCT FROM excluded.*
        RETURNING 1
    )
    SELECT ((SELECT count(*) FROM gone) + (SELECT count(*) FROM put))::integer
$$;
