-- The taluks that a pincode's offices lay in, by the older directory, and the one that most did.
-- They have no other use here than to tell whether two pincodes belong together.
CREATE OR REPLACE FUNCTION geodata_stage_taluks(taluks text) RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
    CREATE TEMP TABLE staged_pincode_taluks ON COMMIT DROP AS
    WITH counted AS (
        SELECT fields[1]::integer AS pincode, regexp_replace(lower(fields[2]), '[^a-z]', '', 'g') AS taluk,
            coalesce(geodata_number(fields[4]), 1) AS offices
        FROM geodata_csv_rows('taluks.csv', taluks, 'pincode,taluk,district,offices')
        WHERE fields[1] ~ '^[1-9][0-9]{5}$'
    )
    SELECT pincode, array_agg(taluk ORDER BY offices DESC, taluk) AS taluks
    FROM (SELECT pincode, taluk, sum(offices) AS offices FROM counted GROUP BY pincode, taluk) summed
    GROUP BY pincode;
    CREATE UNIQUE INDEX ON staged_pincode_taluks (pincode);
    ANALYZE staged_pincode_taluks;
END
$$;
