-- How many letters of `typed` are wrong, missing or too many if `key` was meant, counted up to
-- `most` (then more); half a letter more if only the beginning of `key` was meant. A plain SQL
-- expression, which PostgreSQL inlines into the query around it.
CREATE OR REPLACE FUNCTION typing_edits(key text, typed text, most integer) RETURNS real
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT least(levenshtein_less_equal(key, typed, most),
        0.5::real + levenshtein_less_equal(left(key, length(typed)), typed, most),
        0.5::real + levenshtein_less_equal(left(key, length(typed) + 1), typed, most))::real
$$;
