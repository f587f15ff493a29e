-- What a refused geometry would be if it were put right, for somebody to look at: nothing is stored by this. `geojson`
-- is null if there is no way, or if what comes of it would be refused too; it is never cut to the region. `mends` says
-- what was done: `axes_swapped`, `outline_rebuilt`, `slivers_left_out`.
--
-- The caller has counted how often the edges cross: the work and memory grow with that.
CREATE OR REPLACE FUNCTION geometry_repaired(
    given bytea, srid integer,
    OUT mends text[], OUT geojson text, OUT area_km2 double precision, OUT vertices integer)
LANGUAGE plpgsql STABLE AS $$
DECLARE
    source geometry := ST_GeomFromWKB(given, 4326);
    lnglat record;
    whole geometry;
    kept geometry;
    verdict record;
BEGIN
    mends := '{}';
    lnglat := geometry_to_lnglat(source, srid);
    IF lnglat.refusal IS NULL AND NOT geometry_is_near(lnglat.pieces) THEN
        lnglat := geometry_to_lnglat(ST_FlipCoordinates(source), srid);
        mends := mends || 'axes_swapped'::text;
    END IF;
    IF lnglat.refusal IS NOT NULL OR NOT geometry_is_near(lnglat.pieces) THEN
        RETURN;
    END IF;

    whole := geometry_on_grid(lnglat.pieces);
    IF NOT (ST_IsValidDetail(whole)).valid THEN
        SELECT ST_UnaryUnion(ST_Collect(ST_MakeValid(part.geom, 'method=structure keepcollapsed=false')), 1e-7)
        INTO whole FROM ST_Dump(whole) AS part;
        mends := mends || 'outline_rebuilt'::text;
        kept := geometry_without_slivers(whole);
        IF ST_NRings(kept) <> ST_NRings(whole) THEN
            mends := mends || 'slivers_left_out'::text;
        END IF;
        whole := kept;
    END IF;
    IF whole IS NULL OR ST_IsEmpty(whole) OR ST_NRings(whole) > 50 THEN
        RETURN;
    END IF;

    verdict := geometry_gate(ST_AsBinary(ST_ForceCollection(ST_Multi(whole))), 4326);
    IF verdict.refusal IS NULL THEN
        geojson := verdict.geojson;
        area_km2 := verdict.area_km2;
        vertices := verdict.vertices;
    END IF;
END
$$;

-- Without the parts and holes under 100 m2, which are left where a pen crossed its own line. Empty if all are.
CREATE OR REPLACE FUNCTION geometry_without_slivers(geom geometry) RETURNS geometry
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT ST_Multi(ST_Collect(ST_MakePolygon(ST_ExteriorRing(part.geom), ARRAY(
        SELECT ST_ExteriorRing(ring.geom) FROM ST_DumpRings(part.geom) AS ring
        WHERE ring.path[1] > 0 AND geodesic_area_km2(ring.geom) >= 1e-4 ORDER BY ring.path[1])) ORDER BY part.path))
    FROM ST_Dump(ST_CollectionExtract(geom, 3)) AS part
    WHERE geodesic_area_km2(ST_MakePolygon(ST_ExteriorRing(part.geom))) >= 1e-4
$$;
