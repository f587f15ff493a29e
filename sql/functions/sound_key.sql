-- A name folded to what Tamil script can tell apart, so that கூடலூர் and Gudalur meet: k/g, c/ch/s/j,
-- t/d, p/b/f, the l's, n's and r's, short and long vowels, ai/a, and the vowels that English
-- spelling drops or adds at the end (-u, -e). Takes either script; gives a-z and digits.
--
-- `place_names` keeps the result: after a change here run the geodata load again.
CREATE OR REPLACE FUNCTION sound_key(name text) RETURNS text
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
DECLARE
    key text := name_key(tamil_to_latin(name));
BEGIN
    key := replace(regexp_replace(key, 'ch|c(?=[eiy])', 's', 'g'), 'x', 'ks');
    key := regexp_replace(key, '(?<=[aeiou])h(?=[aeiou])', 'k', 'g');
    key := translate(key, 'jzcqgdbfh', 'sskkktpp');
    key := replace(replace(regexp_replace(key, '(?<=[aeioun])tr', 'r', 'g'), 'np', 'mp'), 'au', 'a');
    key := regexp_replace(replace(key, 'ai', 'a'), '(?<=a)y(?![aeiou])|(?<=i)y|^y(?=e)', '', 'g');
    key := regexp_replace(key, '(?<=[^aeiou])y', 'i', 'g');
    key := regexp_replace(key, '^i(?=r[aeou])', '');
    key := regexp_replace(key, '([a-z])\1+', '\1', 'g');
    key := regexp_replace(key, '(?<=[^aeiou])[ue]$', '');
    RETURN regexp_replace(key, 'peta$', 'pet');
END
$$;
