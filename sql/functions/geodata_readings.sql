-- Decimal degrees that somebody took for degrees, minutes and seconds and converted, turned back:
-- 13.1049444 is 13 deg 06' 17.8", from 13.06178.
CREATE OR REPLACE FUNCTION geodata_unconvert_minutes(degrees double precision) RETURNS double precision
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
    SELECT d + m / 100 + ((degrees - d) * 60 - m) * 60 / 10000
    FROM (SELECT floor(degrees) AS d) AS whole, LATERAL (SELECT floor((degrees - d) * 60 + 1e-9) AS m) AS minutes
$$;

-- Degrees, minutes and seconds written as one decimal number, converted: 13.0618 is 13 deg 06' 18".
-- Null when the digits are no minutes or seconds.
CREATE OR REPLACE FUNCTION geodata_convert_minutes(written double precision) RETURNS double precision
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
    SELECT CASE WHEN m < 60 AND s < 60 THEN d + m / 60 + s / 3600 END
    FROM (SELECT floor(written) AS d) AS whole,
        LATERAL (SELECT floor((written - d) * 100 + 1e-9) AS m) AS minutes,
        LATERAL (SELECT ((written - d) * 100 - m) * 100 AS s) AS seconds
$$;

-- The readings of a written pair of numbers that fall into the state's box: as it stands, and
-- with each mistake taken back that the directory is known for. Guessing at single wrong digits
-- was tried and gains nothing.
CREATE OR REPLACE FUNCTION geodata_readings(lat double precision, lng double precision)
RETURNS TABLE (how text, at_lat double precision, at_lng double precision)
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE ROWS 2 AS $$
    SELECT * FROM (VALUES
        ('ok', lat, lng),
        ('repaired:swapped', lng, lat),
        ('repaired:minutes_unconverted', geodata_unconvert_minutes(lat), geodata_unconvert_minutes(lng)),
        ('repaired:minutes_converted', geodata_convert_minutes(lat), geodata_convert_minutes(lng))
    ) AS reading (how, at_lat, at_lng)
    WHERE at_lat BETWEEN 8.0 AND 13.6 AND at_lng BETWEEN 76.2 AND 80.4
$$;

-- Every office's readings that lie in or near a district that its pincode names. Other readings
-- than the written one only where that one does not.
CREATE OR REPLACE FUNCTION geodata_read() RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
    CREATE TEMP TABLE staged_names ON COMMIT DROP AS
    SELECT pincode, district_lgd AS lgd, count(*) AS offices
    FROM staged_offices WHERE district_lgd IS NOT NULL GROUP BY 1, 2;
    CREATE UNIQUE INDEX ON staged_names (pincode, lgd);
    ANALYZE staged_names;

    CREATE TEMP TABLE staged_readings ON COMMIT DROP AS
    -- Materialised, so that each point is projected once and the pieces are found by their index.
    WITH readings AS MATERIALIZED (
        SELECT o.id, o.pincode, how, at.point,
            CASE WHEN east_m IS NULL THEN at_lat END AS lat, CASE WHEN east_m IS NULL THEN at_lng END AS lng,
            east_m IS NOT NULL AND how = 'ok' AS shifted
        FROM staged_offices o
        CROSS JOIN LATERAL geodata_readings(geodata_number(lat_raw), geodata_number(lng_raw))
        LEFT JOIN staged_shifts s ON s.division = o.division
        CROSS JOIN LATERAL (
            SELECT ST_Translate(ST_Transform(ST_SetSRID(ST_MakePoint(at_lng, at_lat), 4326), 7785),
                coalesce(east_m, 0), coalesce(north_m, 0)) AS point
        ) at
    ), inside AS (
        SELECT DISTINCT r.id, r.how
        FROM readings r
        JOIN staged_grounds g ON ST_Intersects(g.piece, r.point)
        JOIN staged_names n ON n.pincode = r.pincode AND n.lgd = g.lgd
    )
    SELECT r.* FROM readings r JOIN inside USING (id, how);

    DELETE FROM staged_readings r
    WHERE how <> 'ok' AND EXISTS (SELECT FROM staged_readings w WHERE w.id = r.id AND w.how = 'ok');
    CREATE INDEX ON staged_readings (id);
    ANALYZE staged_readings;
END
$$;
