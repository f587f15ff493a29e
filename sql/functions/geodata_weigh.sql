-- How far each accepted office counts for its pincode's point: by its kind, by the digits it is
-- given with, by how many pincodes share its spot (a head office's point is often filled in for
-- offices that nobody surveyed; it is right for that head office alone), and by how well it
-- agrees with its surroundings.
CREATE OR REPLACE FUNCTION geodata_weigh() RETURNS void
LANGUAGE plpgsql AS $$
DECLARE
    same_spot_m CONSTANT double precision := 150;
BEGIN
    CREATE TEMP TABLE staged_spots ON COMMIT DROP AS
    SELECT id, pincode, point,
        pincode IN (SELECT pincode FROM staged_offices WHERE office_type = 'HO' AND delivers) AS of_head,
        CASE WHEN status = 'repaired:minutes_unconverted' THEN 4 ELSE
            greatest(length(split_part(rtrim(btrim(lat_raw), '0'), '.', 2)),
                     length(split_part(rtrim(btrim(lng_raw), '0'), '.', 2))) END AS decimals
    FROM staged_offices WHERE point IS NOT NULL ORDER BY id;
    CREATE INDEX ON staged_spots USING gist (point);
    ANALYZE staged_spots;

    UPDATE staged_offices o
    SET decimals = here.decimals,
        pincodes_here = CASE WHEN of_head AND heads = 1 THEN 1 ELSE here.pincodes END
    FROM (
        SELECT s.id, s.decimals, s.of_head, count(DISTINCT n.pincode) AS pincodes,
            count(DISTINCT n.pincode) FILTER (WHERE n.of_head) AS heads
        FROM staged_spots s JOIN staged_spots n ON ST_DWithin(n.point, s.point, same_spot_m)
        GROUP BY s.id, s.decimals, s.of_head
    ) here
    WHERE here.id = o.id;

    UPDATE staged_offices
    SET weight = (CASE WHEN office_type = 'BO' THEN CASE WHEN delivers THEN 1 ELSE 0.7 END
                       WHEN delivers THEN 3 ELSE 1.5 END)
        * (CASE WHEN decimals <= 1 THEN 0.3 WHEN decimals = 2 THEN 0.8 ELSE 1 END)
        * (CASE WHEN pincodes_here >= 3 THEN 0.02 WHEN pincodes_here = 2 THEN 0.5 ELSE 1 END)
        * (0.1 + agreement)
    WHERE point IS NOT NULL;
END
$$;
