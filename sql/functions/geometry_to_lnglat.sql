-- A geometry's coordinates in `srid`, x first whatever the system's own order, brought to WGS 84.
--
-- `refusal` is `unknown_srid` for one that neither spatial_ref_sys nor PROJ's own list of EPSG codes has,
-- `not_projectable` where the system doesn't reach, `too_many_vertices` when following long edges would take too many.
--
-- An edge that is straight on a map isn't straight in longitude and latitude, so edges are divided first: every 5 km
-- leaves 0.1 m at most in any conformal projection of this region (the sagitta grows with the square of the length and
-- is 150 m at 200 km). Coordinates in degrees are taken point by point, since two ellipsoids' degrees differ smoothly.
CREATE OR REPLACE FUNCTION geometry_to_lnglat(
    given geometry, srid integer, OUT refusal text, OUT pieces geometry)
LANGUAGE plpgsql STABLE AS $$
DECLARE
    metres double precision;
    units double precision;
BEGIN
    pieces := geometry_projected(given, srid);
    -- What lies elsewhere is refused for that; no need to follow its edges.
    IF srid <> 4326 AND geometry_is_near(pieces) THEN
        units := ST_Perimeter(given);
        metres := ST_Perimeter(pieces::geography);
        -- Degrees are about 110 km each, all else in use is a kilometre at most.
        IF metres > 0 AND metres / units < 20000 THEN
            IF ST_NPoints(given) + metres / 5000 > 5000 THEN
                refusal := 'too_many_vertices';
                RETURN;
            END IF;
            pieces := geometry_projected(ST_Segmentize(given, 5000 * units / metres), srid);
        END IF;
    END IF;
EXCEPTION
    WHEN internal_error THEN
        refusal := CASE WHEN sqlerrm LIKE 'could not parse proj string%' OR sqlerrm LIKE '%could not form projection%'
            THEN 'unknown_srid' ELSE 'not_projectable' END;
END
$$;

-- As ST_Transform to 4326, and for the EPSG codes too that PROJ knows and spatial_ref_sys doesn't.
CREATE OR REPLACE FUNCTION geometry_projected(given geometry, srid integer) RETURNS geometry
LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT CASE
        WHEN srid = 4326 THEN ST_SetSRID(given, 4326)
        WHEN EXISTS (SELECT FROM spatial_ref_sys AS s WHERE s.srid = geometry_projected.srid)
            THEN ST_Transform(ST_SetSRID(given, srid), 4326)
        ELSE ST_Transform(ST_SetSRID(given, 0), 'EPSG:' || srid, 4326) END
$$;
