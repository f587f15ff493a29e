-- Tamil letters as plain Latin ones, letter by letter as ICU's Tamil-Latin transform (ISO 15919)
-- less its accents, but with s for ச; everything else stays. In SQL because the names and the
-- questions must go through the same hands, and because loading ICU's costs the server 8 MB.
CREATE OR REPLACE FUNCTION tamil_to_latin(name text) RETURNS text
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
DECLARE
    key text := normalize(name, NFC);
BEGIN
    IF key !~ '[\u0B80-\u0BFF]' THEN
        RETURN name;
    END IF;
    -- A consonant without a vowel sign or the dot that silences it carries an a.
    key := regexp_replace(key, '([\u0B95-\u0BB9])(?![\u0BBE-\u0BCD])', '\1a', 'g');
    key := replace(replace(replace(replace(key, 'ஐ', 'ai'), 'ை', 'ai'), 'ஔ', 'au'), 'ௌ', 'au');
    RETURN translate(key,
        'அஆஇஈஉஊஎஏஒஓாிீுூெேொோகஙசஞஜடணதநனபமயரறலளழவஶஷஸஹ்ஃ',
        'aaiiuueeooaiiuueeooknsnjtntnnpmyrrlllvsssh');
END
$$;
