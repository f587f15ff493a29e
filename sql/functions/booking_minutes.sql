-- How long the services take together at a centre; without any, the shortest that it offers. Null: it doesn't offer one.
CREATE OR REPLACE FUNCTION booking_minutes(centre bigint, wanted text[]) RETURNS integer
LANGUAGE plpgsql STABLE AS $$
BEGIN
    IF wanted = '{}' THEN
        RETURN (SELECT min(o.minutes) FROM provider_services o WHERE o.provider_id = centre);
    END IF;
    RETURN (
        SELECT sum(o.minutes) FROM unnest(wanted) AS w (service)
        JOIN provider_services o ON o.provider_id = centre AND o.service = w.service
        HAVING count(*) = cardinality(wanted));
END
$$;
