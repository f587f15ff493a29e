-- A name folded so that its usual spellings become one: case, accents, dots, spaces and hyphens,
-- th/t, dh/d, zh/l, oo/u, ee/i (so -oor/-ur, Thiru/Tiru), doubled letters, koil/kovil; in Tamil
-- doubled consonants and the silent first letter of இரா-. Tamil stays Tamil.
--
-- `place_names` keeps the result: after a change here run the geodata load again.
CREATE OR REPLACE FUNCTION name_key(name text) RETURNS text
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
DECLARE
    key text := lower(name);
BEGIN
    IF key !~ '^[ -~]*$' THEN
        key := normalize(regexp_replace(normalize(key, NFD), '[\u0300-\u036F]', '', 'g'), NFC);
        key := translate(key, '௦௧௨௩௪௫௬௭௮௯ஶ', '0123456789ஸ');
        -- The silencing dot at the end would keep an unfinished கொடைக் from கொடைக்கானல்.
        key := regexp_replace(key, '(.)\u0BCD\1', '\1', 'g');
        key := regexp_replace(replace(key, 'கோயில', 'கோவில'), '^இ(?=[ரல][ா-ௌ])|\u0BCD$', '', 'g');
    END IF;
    key := regexp_replace(key, '[^a-z0-9\u0B80-\u0BFF]+', '', 'g');
    key := replace(replace(replace(replace(key, 'th', 't'), 'dh', 'd'), 'bh', 'b'), 'gh', 'g');
    key := replace(replace(replace(replace(key, 'kh', 'k'), 'sh', 's'), 'zh', 'l'), 'ck', 'k');
    key := replace(replace(replace(replace(key, 'oo', 'u'), 'ou', 'u'), 'ee', 'i'), 'w', 'v');
    key := regexp_replace(key, '([a-z])\1+', '\1', 'g');
    key := replace(replace(key, 'kovil', 'koil'), 'koyil', 'koil');
    RETURN regexp_replace(key, 'y$', 'i');
END
$$;
