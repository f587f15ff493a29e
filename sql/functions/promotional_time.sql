-- The first moment from the wished one on at which a promotional message may be sent.
CREATE OR REPLACE FUNCTION promotional_time(wished timestamptz) RETURNS timestamptz
LANGUAGE plpgsql STABLE AS $$
DECLARE
    here timestamp := wished AT TIME ZONE 'Asia/Kolkata';
    hours promotional_hours;
BEGIN
    SELECT * INTO hours FROM promotional_hours h
    WHERE h.valid_from <= here::date ORDER BY h.valid_from DESC LIMIT 1;
    IF hours.valid_from IS NULL THEN RAISE EXCEPTION 'promotional_hours does not say when offers may be sent'; END IF;
    RETURN CASE
        WHEN here::time < hours.opens THEN (here::date + hours.opens) AT TIME ZONE 'Asia/Kolkata'
        WHEN here::time >= hours.closes THEN (here::date + 1 + hours.opens) AT TIME ZONE 'Asia/Kolkata'
        ELSE wished
        END;
END
$$;
