-- Serialises who books, blocks or frees a resource, until the transaction ends. An advisory lock: a row lock would
-- write the row.
CREATE OR REPLACE FUNCTION booking_resource_lock(resource bigint) RETURNS void
LANGUAGE sql AS $$
    SELECT pg_advisory_xact_lock(hashtextextended('istri booking resource', resource))
$$;
