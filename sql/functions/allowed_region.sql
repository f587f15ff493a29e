-- Where service areas may lie: Tamil Nadu and 50 km around it. Null while no geodata are loaded.
CREATE OR REPLACE FUNCTION allowed_region() RETURNS geometry
LANGUAGE sql STABLE PARALLEL SAFE AS 'SELECT geom FROM service_region';

-- Fills `service_region` from the districts; returns whether that changed anything.
--
-- The 50 km are measured on the plane of EPSG:7785, as districts_near() does, so that a point and an area are held
-- against the same border. On the ground it lies 49.95 to 50.2 km from the state; boundaries are less certain than that.
CREATE OR REPLACE FUNCTION allowed_region_keep() RETURNS boolean
LANGUAGE plpgsql AS $$
DECLARE
    changed bigint;
BEGIN
    INSERT INTO service_region AS kept (geom)
    -- Each district by itself and then their union: 20 times as fast as one buffer around them all. The straight
    -- stretches are divided, because straight on the plane is not straight in longitude and latitude.
    SELECT ST_Multi(ST_Transform(ST_Segmentize(ST_Union(ST_Buffer(geom_m, 50000, 'quad_segs=32')), 5000), 4326))
    FROM districts HAVING count(*) > 0
    ON CONFLICT (only_row) DO UPDATE SET geom = excluded.geom WHERE kept.geom::bytea <> excluded.geom::bytea;
    GET DIAGNOSTICS changed = ROW_COUNT;
    RETURN changed > 0;
END
$$;
