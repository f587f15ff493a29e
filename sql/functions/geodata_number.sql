-- The number that a text says, or null when it says none: a bad cell is a finding, not an error.
CREATE OR REPLACE FUNCTION geodata_number(said text) RETURNS double precision
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
    SELECT CASE WHEN btrim(said) ~ '^[-+]?[0-9]{1,9}(\.[0-9]{1,17})?$' THEN btrim(said)::double precision END
$$;
