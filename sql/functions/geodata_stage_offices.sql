-- Reads the office directory. A line that can't be an office is dropped with its reason; a
-- coordinate that can't be read stays as text, and its office stays without a point.
CREATE OR REPLACE FUNCTION geodata_stage_offices(offices text, corrections text) RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
    CREATE TEMP TABLE staged_lines ON COMMIT DROP AS
    SELECT line_number, line, fields,
        CASE
            WHEN fields IS NULL THEN 'not ten fields'
            WHEN fields[1] !~ '^[1-9][0-9]{5}$' THEN 'pincode is not six digits'
            WHEN btrim(fields[2]) = '' THEN 'no office name'
            WHEN fields[4] NOT IN ('HO', 'SO', 'BO') THEN 'unknown office type'
            WHEN fields[5] NOT IN ('Delivery', 'Non Delivery') THEN 'unknown delivery status'
            WHEN row_number() OVER (PARTITION BY fields[1], fields[2] ORDER BY line_number) > 1 THEN 'repeated office'
        END AS reason
    FROM geodata_csv_rows('offices.csv', offices,
        'pincode,officename,area,officetype,delivery,district,state,division,latitude,longitude');

    INSERT INTO staged_broken
    SELECT 'offices.csv', line_number, reason, line FROM staged_lines WHERE reason IS NOT NULL;

    CREATE TEMP TABLE staged_offices ON COMMIT DROP AS
    WITH corrected AS (
        SELECT fields[1] AS pincode, fields[2] AS name, fields[3] AS district
        FROM geodata_csv_rows('corrections.csv', corrections, 'pincode,officename,district,reason,source')
    )
    SELECT line_number - 1 AS id, fields[1]::integer AS pincode, fields[2] AS name, fields[3] AS area,
        fields[4] AS office_type, fields[5] = 'Delivery' AS delivers,
        coalesce(corrected.district, fields[6]) AS district_named, lgd AS district_lgd,
        fields[8] AS division,
        fields[9] AS lat_raw, fields[10] AS lng_raw,
        NULL::double precision AS lat, NULL::double precision AS lng, NULL::geometry(Point, 7785) AS point,
        NULL::text AS status, 0::double precision AS agreement, NULL::integer AS decimals,
        NULL::bigint AS pincodes_here, 0::double precision AS weight
    FROM staged_lines
    LEFT JOIN corrected ON corrected.pincode = fields[1] AND corrected.name = fields[2]
    LEFT JOIN staged_districts d ON d.directory_name = coalesce(corrected.district, fields[6])
    WHERE reason IS NULL;
    CREATE INDEX ON staged_offices (pincode);
    ANALYZE staged_offices;
END
$$;
