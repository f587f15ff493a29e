-- How far a shape may reach out of a tile and still be sent whole: cutting it costs more than that, and map libraries
-- take coordinates up to there.
CREATE OR REPLACE FUNCTION tile_reach() RETURNS integer
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS 'SELECT 4032';

-- What lies within `near` of a larger shape, in the tile's own units, the crossing points rounded; may be empty. `near`
-- is the tile and a margin, so that the cut is not seen.
CREATE OR REPLACE FUNCTION tile_cut(
    geom geometry, near geometry, dx double precision, dy double precision, f double precision) RETURNS geometry
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT tile_shape(ST_CollectionExtract(ST_MakeValid(
        ST_SnapToGrid(ST_TransScale(ST_ClipByBox2D(geom, near), dx, dy, f, f), 1)), 3))
$$;
