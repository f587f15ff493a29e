-- First step of a load: takes the files' text apart into temporary tables, which the following
-- steps fill in and the last one copies from. They live until the load's transaction ends, so a
-- load that stops anywhere leaves nothing behind.
CREATE OR REPLACE FUNCTION geodata_stage(
    offices text, districts text, boundaries text, corrections text, overrides text, shifts text, taluks text
) RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
    -- Two loads at once would delete each other's pincodes.
    PERFORM pg_advisory_xact_lock(hashtext('geodata load'));
    CREATE TEMP TABLE staged_broken (
        file text NOT NULL, line_number integer NOT NULL, reason text NOT NULL, line text NOT NULL
    ) ON COMMIT DROP;
    PERFORM geodata_stage_districts(districts, boundaries);
    PERFORM geodata_stage_offices(offices, corrections);
    PERFORM geodata_stage_shifts(shifts);
    PERFORM geodata_stage_taluks(taluks);
    PERFORM geodata_stage_overrides(overrides);
END
$$;
