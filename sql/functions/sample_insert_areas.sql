-- Gives every staged centre its service area, in force; returns how many.
--
-- radius    a geodesic circle, cut to the state's outline. Most circles lie inside it whole, which the prepared
--           outline tells quickly. A centre so far outside that nothing is left serves its pincode's cell.
-- pincodes  the union of the cells, worked out once for each different list: many centres share one.
-- district  the district's polygon as it is, about 200 corners.
CREATE OR REPLACE FUNCTION sample_insert_areas() RETURNS bigint
LANGUAGE plpgsql AS $$
DECLARE
    inserted bigint;
BEGIN
    CREATE TEMP TABLE staged_outline ON COMMIT DROP AS SELECT sample_outline() AS geom;

    PERFORM sample_unite_cells();

    INSERT INTO service_areas (provider_id, kind, district_lgd, pincodes, radius_km, geom, status)
    SELECT area.id, area.kind, area.district_lgd, area.pincodes, area.radius_km, area.geom, 'in_force'
    FROM (
        SELECT c.id, c.area_kind AS kind, NULL::integer AS district_lgd, NULL::integer[] AS pincodes, c.radius_km,
            CASE
                WHEN ST_Covers(outline.geom, circle.geom) THEN ST_Multi(circle.geom)
                WHEN NOT ST_Intersects(outline.geom, circle.geom) THEN
                    (SELECT cell.geom FROM pincode_cells AS cell WHERE cell.pincode = c.pincode)
                ELSE ST_Multi(ST_CollectionExtract(ST_Intersection(outline.geom, circle.geom), 3))
            END AS geom
        FROM staged_centres AS c
        CROSS JOIN staged_outline AS outline
        CROSS JOIN LATERAL (SELECT sample_circle(c.lat, c.lng, c.radius_km) AS geom OFFSET 0) AS circle
        WHERE c.area_kind = 'radius'
        UNION ALL
        SELECT c.id, c.area_kind, NULL, c.pincodes, NULL, u.geom
        FROM staged_centres AS c JOIN staged_unions AS u ON u.pincodes = c.pincodes
        WHERE c.area_kind = 'pincodes'
        UNION ALL
        SELECT c.id, c.area_kind, c.district_lgd, NULL, NULL, d.geom
        FROM staged_centres AS c JOIN districts AS d ON d.lgd = c.district_lgd
        WHERE c.area_kind = 'district'
    ) AS area;
    GET DIAGNOSTICS inserted = ROW_COUNT;
    RETURN inserted;
END
$$;
