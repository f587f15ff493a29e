-- How long the tiles of the state take to be made, in the database itself: for each layer and zoom the number of tiles,
-- their p50 and p95 in ms and their mean size in KB. `most` of a zoom are taken, chosen by a hash, and all if there are
-- fewer. Nothing is kept between: each is made three times and the least time counts, since what else the machine does
-- comes and goes. The first few warm the connection up.
SET jit = off;
CREATE FUNCTION pg_temp.measure(layer text, z integer, most integer)
RETURNS TABLE (tiles bigint, p50 numeric, p95 numeric, kb numeric) LANGUAGE plpgsql AS $$
DECLARE
    tile record;
    begun timestamptz;
    took double precision;
    least_ms double precision;
    made bytea;
    times double precision[] := '{}';
    bytes bigint := 0;
    ask CONSTANT text := CASE WHEN layer IN ('pincodes', 'providers')
        THEN format('SELECT tile FROM tile_of_%s($1, $2, $3)', layer)
        ELSE format('SELECT tile_of_%s($1, $2, $3)', layer) END;
BEGIN
    FOR tile IN
        SELECT x, y, row_number() OVER () AS n FROM (
            SELECT x, y FROM state s, LATERAL generate_series(floor(s.west * 2 ^ z)::integer, floor(s.east * 2 ^ z)::integer) x,
                LATERAL generate_series(floor(s.north * 2 ^ z)::integer, floor(s.south * 2 ^ z)::integer) y
            WHERE EXISTS (SELECT FROM tile_districts d WHERE d.zoom = tile_shape_zoom(z)
                AND ST_Intersects(d.geom, tile_box(z, x, y, 0)))
            ORDER BY md5(x || ' ' || y) LIMIT most
        ) AS chosen
    LOOP
        IF tile.n = 1 THEN
            FOR warm_up IN 1..8 LOOP
                EXECUTE ask INTO made USING z, tile.x, tile.y;
            END LOOP;
        END IF;
        least_ms := NULL;
        FOR round IN 1..3 LOOP
            begun := clock_timestamp();
            EXECUTE ask INTO made USING z, tile.x, tile.y;
            took := extract(epoch FROM clock_timestamp() - begun) * 1000;
            least_ms := least(least_ms, took);
        END LOOP;
        times := times || least_ms;
        bytes := bytes + coalesce(length(made), 0);
    END LOOP;
    RETURN QUERY SELECT count(*), percentile_disc(0.5) WITHIN GROUP (ORDER BY t)::numeric(9, 2),
        percentile_disc(0.95) WITHIN GROUP (ORDER BY t)::numeric(9, 2), (bytes / 1024.0 / count(*))::numeric(9, 1)
    FROM unnest(times) AS t;
END
$$;
CREATE TEMP TABLE state AS
SELECT nw[0] AS west, nw[1] AS north, se[0] AS east, se[1] AS south FROM (
    SELECT mercator_share(ST_XMin(box), ST_YMax(box)) AS nw, mercator_share(ST_XMax(box), ST_YMin(box)) AS se
    FROM (SELECT ST_Extent(geom) AS box FROM districts) AS d) AS corners;
SELECT layer, z, m.* FROM (VALUES ('districts'), ('places'), ('pincodes'), ('providers'), ('service_areas')) AS l (layer),
    generate_series(4, 14) AS z, LATERAL pg_temp.measure(layer, z, :most) AS m;
