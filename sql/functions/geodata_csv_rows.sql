-- The lines of a CSV text below its heading, taken apart; `fields` is null where a line's quotes
-- don't close or its number of fields is wrong. COPY's own reader would end the whole load at
-- such a line, where one office should be dropped and named. A wrong heading does end the load:
-- then every line would be read wrongly.
CREATE OR REPLACE FUNCTION geodata_csv_fields(line text) RETURNS text[]
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
    WITH found AS (
        SELECT ordinal, match[1] AS field
        FROM regexp_matches(line || ',', '("(?:[^"]|"")*"|[^,"]*),', 'g') WITH ORDINALITY AS f (match, ordinal)
    )
    SELECT CASE WHEN sum(length(field) + 1) = length(line) + 1 THEN
        array_agg(CASE WHEN field LIKE '"%' THEN replace(substr(field, 2, length(field) - 2), '""', '"')
                       ELSE field END ORDER BY ordinal) END
    FROM found
$$;

CREATE OR REPLACE FUNCTION geodata_csv_rows(file text, content text, heading text)
RETURNS TABLE (line_number integer, line text, fields text[])
LANGUAGE plpgsql STABLE AS $$
DECLARE
    width integer := cardinality(string_to_array(heading, ','));
    found text := rtrim(split_part(content, E'\n', 1), E'\r');
BEGIN
    IF found IS DISTINCT FROM heading THEN
        RAISE EXCEPTION '%: the first line must be "%", not "%"', file, heading, left(found, 200)
            USING ERRCODE = 'data_exception';
    END IF;
    RETURN QUERY
        SELECT n::integer, l, CASE WHEN cardinality(f) = width THEN f END
        FROM regexp_split_to_table(content, E'\r?\n') WITH ORDINALITY AS lines (l, n),
             geodata_csv_fields(l) AS f
        WHERE n > 1 AND btrim(l) <> '';
END
$$;
