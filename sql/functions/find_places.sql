-- Typeahead over pincodes, districts, towns, parts of towns and post offices: English or Tamil,
-- misspelt or unfinished; one row a place, best first. Digits alone are the beginning of a
-- pincode ("6000", "600 001", "௬௦௦௦௦௧"). A district or a pincode beside the name narrows the search
-- ("Anna Nagar, Madurai", "Anna Nagar 625020"), unless the whole is itself a name. Where nothing is
-- near any name, a pincode somewhere in the text will do.
CREATE OR REPLACE FUNCTION find_places(q text, lim integer)
RETURNS TABLE (kind text, label text, label_ta text, pincode integer,
    district_lgd integer, district text, district_ta text, lat double precision, lng double precision)
LANGUAGE plpgsql STABLE STRICT PARALLEL SAFE ROWS 10 AS $$
DECLARE
    plain text := regexp_replace(translate(q, '௦௧௨௩௪௫௬௭௮௯', '0123456789'),
        '([\s,]+(tamil\s*nadu|தமிழ்\s*நாடு|india|இந்தியா)[\s.]*)+$', '', 'i');
    digits text := regexp_replace(plain, '[\s-]', '', 'g');
    low integer;
BEGIN
    IF digits ~ '^[0-9]{1,6}$' THEN
        low := rpad(digits, 6, '0')::integer;
        RETURN QUERY
        SELECT 'pincode', p.pincode || ' ' || office_label(p.name),
            p.pincode || ' ' || pincode_name_ta(p.pincode, p.name), p.pincode::integer,
            d.lgd, d.name, d.name_ta, p.lat, p.lng
        FROM pincodes p JOIN districts d ON d.lgd = p.district_lgd
        WHERE p.pincode BETWEEN low AND low + (10 ^ (6 - length(digits)))::integer - 1
        ORDER BY p.pincode LIMIT lim;
        RETURN;
    END IF;
    RETURN QUERY
    SELECT p.kind, p.label, p.label_ta, p.pincode::integer, d.lgd, d.name, d.name_ta, p.lat, p.lng
    FROM best_place_matches(plain, lim) WITH ORDINALITY AS m (place_id, cost, nth)
    JOIN places p ON p.id = m.place_id
    JOIN districts d ON d.lgd = p.district_lgd
    ORDER BY m.nth;
    IF NOT FOUND AND plain ~ '\m[1-9][0-9]{2}\s?[0-9]{3}\M' THEN
        RETURN QUERY SELECT * FROM find_places(substring(plain FROM '\m[1-9][0-9]{2}\s?[0-9]{3}\M'), lim);
    END IF;
END
$$;

