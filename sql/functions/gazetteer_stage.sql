-- Takes the hand-listed places and the older directory's taluks apart into temporary tables, one
-- row a name, and makes those that gazetteer_build() fills. Comes after geodata_stage(), whose
-- `staged_broken` receives the lines that can't be used.
CREATE OR REPLACE FUNCTION gazetteer_stage(places text, taluks text) RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
    CREATE TEMP TABLE staged_places (LIKE places INCLUDING CONSTRAINTS, PRIMARY KEY (id)) ON COMMIT DROP;
    CREATE TEMP TABLE staged_place_names (
        place_id integer, name text, name_key text COLLATE "C", sound_key text COLLATE "C", PRIMARY KEY (place_id, name)
    ) ON COMMIT DROP;
    PERFORM gazetteer_stage_listed(places), gazetteer_stage_taluks(taluks);
END
$$;

-- A listed place's id is its line in the file: the file is sorted by importance.
CREATE OR REPLACE FUNCTION gazetteer_stage_listed(places text) RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
    CREATE TEMP TABLE staged_listed ON COMMIT DROP AS
    SELECT line_number AS id, line, fields[1] AS kind,
        CASE WHEN fields[2] ~ '^[0-9]{3}$' THEN fields[2]::integer END AS lgd,
        CASE WHEN fields[3] ~ '^[1-9][0-9]{5}$' THEN fields[3]::integer END AS pincode,
        btrim(fields[4]) AS label, btrim(fields[5]) AS label_ta,
        ARRAY[fields[4], fields[5]] || string_to_array(nullif(fields[6], ''), ';') AS names
    FROM geodata_csv_rows('names/places.csv', places, 'kind,lgd,pincode,name,name_ta,aliases');

    WITH bad AS (
        DELETE FROM staged_listed l
        WHERE kind NOT IN ('district', 'city', 'town', 'locality') OR kind IS NULL
            OR name_key(label) = '' OR label_ta !~ '^[\u0B80-\u0BFF][\u0B80-\u0BFF .-]*$'
            OR '' IN (SELECT name_key(name) FROM unnest(names) AS name)
            OR NOT EXISTS (SELECT FROM staged_offices o WHERE o.pincode = l.pincode)
            OR NOT EXISTS (SELECT FROM staged_districts d WHERE d.lgd = l.lgd)
        RETURNING id, line
    )
    INSERT INTO staged_broken
    SELECT 'names/places.csv', id, 'needs a kind, a known district and pincode, a name and a Tamil name', line
    FROM bad;
END
$$;

CREATE OR REPLACE FUNCTION gazetteer_stage_taluks(taluks text) RETURNS void
LANGUAGE sql AS $$
    CREATE TEMP TABLE staged_taluks ON COMMIT DROP AS
    SELECT sound_key(name) AS sound_key, fields[1]::integer AS pincode, name, fields[4]::integer AS offices
    FROM geodata_csv_rows('pincodes/taluks.csv', taluks, 'pincode,taluk,district,offices'),
         regexp_replace(btrim(fields[2]), '\s+', ' ', 'g') AS name
    WHERE fields[1] ~ '^[1-9][0-9]{5}$' AND fields[4] ~ '^[0-9]{1,5}$' AND sound_key(name) <> ''
$$;
