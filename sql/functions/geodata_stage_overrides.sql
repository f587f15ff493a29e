-- Places known to be wrong in the directory: a person's point in place of the estimated one.
CREATE OR REPLACE FUNCTION geodata_stage_overrides(overrides text) RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
    CREATE TEMP TABLE staged_overrides ON COMMIT DROP AS
    SELECT line_number, line, fields,
        CASE WHEN fields[1] ~ '^[1-9][0-9]{5}$' THEN fields[1]::integer END AS pincode,
        geodata_number(fields[2]) AS lat, geodata_number(fields[3]) AS lng, btrim(fields[5]) AS source
    FROM geodata_csv_rows('overrides.csv', overrides, 'pincode,lat,lng,reason,source');

    WITH bad AS (
        DELETE FROM staged_overrides
        WHERE pincode IS NULL OR lat IS NULL OR lng IS NULL
            OR coalesce(fields[4], '') = '' OR coalesce(source, '') = ''
            OR NOT EXISTS (SELECT FROM staged_offices o WHERE o.pincode = staged_overrides.pincode)
            OR NOT EXISTS (SELECT FROM staged_districts d WHERE ST_DWithin(d.geom_m,
                ST_Transform(ST_SetSRID(ST_MakePoint(lng, lat), 4326), 7785), 2000))
        RETURNING *
    )
    INSERT INTO staged_broken
    SELECT 'overrides.csv', line_number,
        'needs a known pincode, a point in the state, a reason and a source', line FROM bad;
END
$$;
