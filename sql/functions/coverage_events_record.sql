-- Writes `coverage_events` for a pincode that became a gap or stopped being one, once the transaction is done with it:
-- called at commit for each count that went to or from nothing meanwhile, still under coverage_lock(). What was told
-- last (`coverage_served`) decides, so a change back and forth within a transaction is no event.
--
-- Whoever waits for a pincode to be served is told by a job that commits with the event.
CREATE OR REPLACE FUNCTION coverage_events_record() RETURNS trigger
LANGUAGE plpgsql AS $$
DECLARE
    about CONSTANT integer := coalesce(NEW.pincode, OLD.pincode);
    is_served CONSTANT boolean := EXISTS (
        SELECT FROM pincode_coverage_counts WHERE pincode = about AND coverage_count > 0);
BEGIN
    IF is_served = EXISTS (SELECT FROM coverage_served WHERE pincode = about) THEN
        RETURN NULL;
    END IF;
    IF is_served THEN
        INSERT INTO coverage_served (pincode) VALUES (about);
        INSERT INTO coverage_events (pincode, kind) VALUES (about, 'served');
        IF EXISTS (SELECT FROM coverage_watches WHERE pincode = about) THEN
            PERFORM coverage_tell_watchers(about);
        END IF;
    ELSE
        DELETE FROM coverage_served WHERE pincode = about;
        INSERT INTO coverage_events (pincode, kind) VALUES (about, 'gap');
    END IF;
    RETURN NULL;
END
$$;

-- Enqueues the job that tells those who wait for a pincode (`TellWatchersJob`); one that waits already will do.
CREATE OR REPLACE FUNCTION coverage_tell_watchers(about integer) RETURNS void
LANGUAGE sql AS $$
    INSERT INTO jobs (kind, payload, unique_key)
    VALUES ('coverage.tell_watchers', json_build_object('pincode', about), about::text)
    ON CONFLICT (kind, unique_key) WHERE status = 'waiting' AND unique_key IS NOT NULL DO NOTHING
$$;
