-- Where a tile's numbers come from: a square world in Web Mercator (EPSG:3857), 2^zoom tiles wide, 4,096 units to a
-- tile, counted from the north-west corner, y downwards.

-- The width of that world, in EPSG:3857's metres: 2 pi of the ellipsoid's half axis.
CREATE OR REPLACE FUNCTION mercator_width() RETURNS double precision
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS 'SELECT 40075016.685578488::double precision';

-- WGS 84 in a zoom's units, not rounded. Edges are straight in longitude and latitude, and so are cut into pieces of
-- 0.05 degrees first: what is left of the difference is 0.2 m.
CREATE OR REPLACE FUNCTION tile_units(ground geometry, zoom integer) RETURNS geometry
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT ST_SetSRID(ST_TransScale(ST_Transform(ST_Segmentize(ground, 0.05), 3857),
        mercator_width() / 2, -mercator_width() / 2, f, -f), 0)
    FROM (SELECT 4096 * 2.0 ^ zoom / mercator_width() AS f) AS factor
$$;

-- The zoom whose shapes serve a zoom.
CREATE OR REPLACE FUNCTION tile_shape_zoom(z integer) RETURNS integer
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS 'SELECT z & -2';

-- How many of a zoom's units make one of the zoom that serves it: 1 or 2.
CREATE OR REPLACE FUNCTION tile_scale(z integer) RETURNS double precision
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS 'SELECT (1 << (z & 1))::double precision';

-- A tile and `margin` of its units around it, in the units of the zoom that serves it.
CREATE OR REPLACE FUNCTION tile_box(z integer, x integer, y integer, margin integer) RETURNS geometry
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT ST_MakeEnvelope((4096.0 * x - margin) / f, (4096.0 * y - margin) / f,
        (4096.0 * (x + 1) + margin) / f, (4096.0 * (y + 1) + margin) / f)
    FROM (SELECT tile_scale(z) AS f) AS factor
$$;

-- A tile and `margin` of its units around it, in longitude and latitude.
CREATE OR REPLACE FUNCTION tile_lng_lat(z integer, x integer, y integer, margin integer) RETURNS box
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT box(point(w * 360 - 180, degrees(atan(sinh(pi() * (1 - 2 * n))))),
        point(e * 360 - 180, degrees(atan(sinh(pi() * (1 - 2 * s))))))
    FROM (SELECT (x - m) / t AS w, (x + 1 + m) / t AS e, (y - m) / t AS n, (y + 1 + m) / t AS s
        FROM (SELECT margin / 4096.0 AS m, 2.0 ^ z AS t) AS f) AS edges (w, e, n, s)
$$;

-- A point's place in the world, as shares of its width from the north-west corner.
CREATE OR REPLACE FUNCTION mercator_share(lng double precision, lat double precision) RETURNS point
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT point(lng / 360 + 0.5, 0.5 - asinh(tand(lat)) / (2 * pi()))
$$;
