-- Which reading of each office's coordinates to believe. The written one if it is among the
-- readings at all; else the one that agrees best with its surroundings, if that is well enough, or
-- if it lies near another office of its pincode, or if its pincode has nothing better; else none.
CREATE OR REPLACE FUNCTION geodata_repair() RETURNS void
LANGUAGE plpgsql AS $$
DECLARE
    near_m CONSTANT double precision := 8000;
    enough CONSTANT double precision := 0.2;
BEGIN
    PERFORM geodata_read();
    PERFORM geodata_agree();

    CREATE TEMP TABLE staged_believed ON COMMIT DROP AS
    SELECT DISTINCT ON (r.id) r.*, coalesce(agreement, 0) AS agreement
    FROM staged_readings r
    LEFT JOIN staged_agreement USING (id, how)
    WHERE how = 'ok' OR agreement >= enough
        OR EXISTS (SELECT FROM staged_points p WHERE p.pincode = r.pincode AND ST_DWithin(p.point, r.point, near_m))
        OR NOT EXISTS (SELECT FROM staged_points p WHERE p.pincode = r.pincode)
    ORDER BY r.id, agreement DESC NULLS LAST, how;

    UPDATE staged_offices o
    SET point = b.point, agreement = b.agreement,
        status = CASE WHEN shifted THEN 'repaired:division_shifted' ELSE how END,
        lat = round(coalesce(b.lat, ST_Y(ST_Transform(b.point, 4326)))::numeric, 7),
        lng = round(coalesce(b.lng, ST_X(ST_Transform(b.point, 4326)))::numeric, 7)
    FROM staged_believed b WHERE b.id = o.id;

    UPDATE staged_offices o
    SET status = CASE
        WHEN btrim(lat_raw) = '' AND btrim(lng_raw) = '' THEN 'missing'
        WHEN geodata_number(lat_raw) IS NULL OR geodata_number(lng_raw) IS NULL THEN 'dropped:not_numbers'
        WHEN geodata_number(lat_raw) NOT BETWEEN 8.0 AND 13.6
            OR geodata_number(lng_raw) NOT BETWEEN 76.2 AND 80.4 THEN 'dropped:outside_state_box'
        ELSE 'dropped:outside_named_district' END
    WHERE status IS NULL;
END
$$;
