-- In which state a place lies, by the code of GST: 33 is Tamil Nadu, 34 Puducherry. All of our pincodes are Tamil
-- Nadu's; some have post offices in Puducherry too (India Post's directory), and there the point of the door decides,
-- where it was told: Puducherry is a hole in our districts.
CREATE OR REPLACE FUNCTION invoice_state(of_pincode integer, lat double precision, lng double precision) RETURNS text
LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT CASE WHEN lat IS NOT NULL
        AND of_pincode = ANY ('{605007,605014,605102,605105,605106,605107,605110,605111,605501,605502,607402,607403,
            609603,609604}'::integer[])
        AND NOT EXISTS (
            SELECT FROM districts d WHERE ST_Intersects(d.geom, ST_SetSRID(ST_MakePoint(lng, lat), 4326)))
        THEN '34' ELSE '33' END
$$;
