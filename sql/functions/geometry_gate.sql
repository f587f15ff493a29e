-- What is right or wrong with a polygon that somebody drew or uploaded, and the geometry that is stored if it is right.
--
-- `given` is the WKB of a GeometryCollection of MultiPolygons, the pieces of a file or a drawing, in coordinates of
-- `srid` with x (longitude, easting) first, of 5,000 vertices at most, closed, finite: the caller has counted. Either
-- `refusal` says why not, with the place in longitude and latitude where there is one, the piece it is about, and in
-- `reason` what GEOS or the hint says; or it is null and the rest is filled in.
--
-- Rounding to 7 decimals (1 cm), leaving out repeated vertices, the rings' direction and uniting several pieces are all
-- that happens to a geometry, and the verdict is about what comes of it: what is stored is what was checked.
CREATE OR REPLACE FUNCTION geometry_gate(
    given bytea, srid integer,
    OUT refusal text, OUT reason text, OUT piece integer, OUT lng double precision, OUT lat double precision,
    OUT geom geometry, OUT geojson text, OUT area_km2 double precision, OUT vertices integer)
LANGUAGE plpgsql STABLE AS $$
DECLARE
    pieces geometry := ST_GeomFromWKB(given, 4326);
    part geometry;
    found valid_detail;
    outside geometry;
BEGIN
    IF srid <> 4326 THEN
        SELECT p.refusal, p.pieces INTO refusal, pieces FROM geometry_to_lnglat(pieces, srid) AS p;
        IF refusal IS NOT NULL THEN RETURN; END IF;
    END IF;

    -- Far off, as swapped axes are. It also keeps numbers from GEOS that its arithmetic can't bear.
    IF NOT geometry_is_near(pieces) THEN
        refusal := 'outside';
        reason := geometry_outside_hint(ST_GeomFromWKB(given, 4326), srid);
        SELECT ST_X(p.geom), ST_Y(p.geom) INTO lng, lat
        FROM ST_DumpPoints(pieces) AS p WHERE NOT geometry_is_near(p.geom) LIMIT 1;
        RETURN;
    END IF;

    pieces := ST_RemoveRepeatedPoints(geometry_on_grid(pieces));
    FOR i IN 1..ST_NumGeometries(pieces) LOOP
        part := ST_GeometryN(pieces, i);
        found := ST_IsValidDetail(part);
        IF NOT (found).valid THEN
            piece := i;
            refusal := CASE WHEN ST_Area(ST_ConvexHull(part)) = 0 THEN 'without_area' ELSE 'invalid' END;
            reason := (found).reason;
            lng := ST_X((found).location);
            lat := ST_Y((found).location);
            RETURN;
        END IF;
    END LOOP;
    geom := CASE WHEN ST_NumGeometries(pieces) = 1 THEN part
                 ELSE geometry_on_grid(ST_UnaryUnion(ST_CollectionHomogenize(pieces), 1e-7)) END;
    geom := ST_ForcePolygonCCW(ST_Multi(geom));

    IF coalesce(NOT ST_Covers(allowed_region(), geom), true) THEN
        refusal := 'outside';
        outside := ST_PointOnSurface(ST_Difference(geom, allowed_region()));
        lng := ST_X(outside);
        lat := ST_Y(outside);
    ELSE
        area_km2 := geodesic_area_km2(geom);
        vertices := ST_NPoints(geom);
        refusal := CASE
            WHEN area_km2 < 1e-6 THEN 'without_area'
            WHEN area_km2 > 20000 THEN 'too_large'
            WHEN vertices > 5000 THEN 'too_many_vertices'
            WHEN NOT (ST_IsValidDetail(geom)).valid THEN 'too_fine' END;
    END IF;
    IF refusal IS NULL THEN
        geojson := ST_AsGeoJSON(geom, 7, 0);
    ELSE
        geom := NULL;
    END IF;
END
$$;

-- Whether all of it lies within the box around Tamil Nadu and 100 km; not if it has a coordinate that is no number.
CREATE OR REPLACE FUNCTION geometry_is_near(geom geometry) RETURNS boolean
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT ST_XMin(geom) >= 75 AND ST_XMax(geom) <= 82 AND ST_YMin(geom) >= 7 AND ST_YMax(geom) <= 15
$$;

-- The geometry with each coordinate the double that its text with 7 decimals stands for, so that it comes back the same
-- from the text. ST_SnapToGrid multiplies by 1e-7 and misses that double in its last bit.
CREATE OR REPLACE FUNCTION geometry_on_grid(geom geometry) RETURNS geometry
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS 'SELECT ST_GeomFromText(ST_AsText(geom, 7), 4326)';

-- What may have gone wrong with a geometry that lies somewhere else: `swapped` axes, `degrees` under a projected SRID,
-- or numbers that are `not_degrees` under WGS 84. Null if nothing comes to mind.
CREATE OR REPLACE FUNCTION geometry_outside_hint(given geometry, srid integer) RETURNS text
LANGUAGE plpgsql STABLE AS $$
DECLARE
    box geometry := ST_Envelope(given);
BEGIN
    CASE
    WHEN srid <> 4326 AND geometry_is_near(box) THEN
        RETURN 'degrees';
    WHEN srid = 4326 AND (greatest(abs(ST_XMin(box)), abs(ST_XMax(box))) > 180
        OR greatest(abs(ST_YMin(box)), abs(ST_YMax(box))) > 180) THEN
        RETURN 'not_degrees';
    WHEN geometry_is_near((geometry_to_lnglat(ST_FlipCoordinates(box), srid)).pieces) THEN
        RETURN 'swapped';
    ELSE
        RETURN NULL;
    END CASE;
END
$$;
