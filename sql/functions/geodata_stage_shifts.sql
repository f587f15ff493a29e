-- Postal divisions whose coordinates are all off in one direction, and by how much to move them.
CREATE OR REPLACE FUNCTION geodata_stage_shifts(shifts text) RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
    CREATE TEMP TABLE staged_shifts ON COMMIT DROP AS
    SELECT line_number, line, fields[1] AS division,
        geodata_number(fields[2]) AS east_m, geodata_number(fields[3]) AS north_m
    FROM geodata_csv_rows('shifts.csv', shifts, 'division,east_m,north_m,reason,source');

    WITH bad AS (
        DELETE FROM staged_shifts s
        WHERE east_m IS NULL OR north_m IS NULL
            OR NOT EXISTS (SELECT FROM staged_offices o WHERE o.division = s.division)
        RETURNING *
    )
    INSERT INTO staged_broken
    SELECT 'shifts.csv', line_number, 'needs a known division and metres east and north', line FROM bad;
END
$$;
