-- Which areas of other approved centres share ground with those of one: pairs by the ground they share (geodesic), the
-- greatest first, then by ids; `k` of them after the one at `after_...` (null: from the first). Less than 1 m2 is a
-- common border and no overlap.
--
-- What two areas share is at most what their boxes share, and at most either of them. Pairs are measured in the order
-- of that bound, until enough share more than the next could: of the thousands that a large network has, some tens.
CREATE OR REPLACE FUNCTION coverage_overlaps(
    centre bigint, after_km2 double precision, after_area bigint, after_other bigint, k integer
) RETURNS TABLE (
    area_id bigint, other_area_id bigint, other_id bigint, other_name text, shared_km2 double precision,
    area_km2 double precision, other_km2 double precision)
LANGUAGE plpgsql STABLE
SET enable_seqscan = off SET jit = off AS $$
DECLARE
    pair record;
    one geometry;
    other geometry;
    km2 double precision;
    found overlap[] := '{}';
    measured integer := 0;
BEGIN
    FOR pair IN
        -- A square degree has 12,309 km2 at the equator and less anywhere else.
        SELECT one_id, near.other_id, provider_id, 12309 * least(one_area, other_area,
            (least(ST_XMax(one_box), ST_XMax(other_box)) - greatest(ST_XMin(one_box), ST_XMin(other_box)))
            * (least(ST_YMax(one_box), ST_YMax(other_box)) - greatest(ST_YMin(one_box), ST_YMin(other_box)))) AS bound
        FROM (
            SELECT a.id AS one_id, b.id AS other_id, b.provider_id, ST_Area(a.geom) AS one_area,
                ST_Area(b.geom) AS other_area, Box2D(a.geom)::box3d AS one_box, Box2D(b.geom)::box3d AS other_box
            FROM service_areas a
            JOIN service_areas b ON b.status = 'in_force' AND b.geom && a.geom AND b.provider_id <> a.provider_id
            JOIN service_providers s ON s.id = b.provider_id AND s.status = 'approved'
            WHERE a.provider_id = centre AND a.status = 'in_force'
            OFFSET 0
        ) AS near
        ORDER BY bound DESC, one_id, near.other_id
    LOOP
        EXIT WHEN measured % 50 = 0 AND k <= (
            SELECT count(*) FROM unnest(found) AS f
            WHERE f.km2 >= pair.bound AND overlap_follows(f, after_km2, after_area, after_other));
        measured := measured + 1;
        SELECT geom INTO one FROM service_areas WHERE id = pair.one_id;
        SELECT geom INTO other FROM service_areas WHERE id = pair.other_id;
        km2 := geodesic_area_km2(ST_CollectionExtract(ST_Intersection(one, other), 3));
        IF km2 >= 1e-6 THEN
            found := found || (pair.one_id, pair.other_id, pair.provider_id, km2)::overlap;
        END IF;
    END LOOP;
    RETURN QUERY
        SELECT f.area_id, f.other_area_id, f.other_id, s.center_name, f.km2, geodesic_area_km2(a.geom),
            geodesic_area_km2(b.geom)
        FROM (
            SELECT * FROM unnest(found) AS f WHERE overlap_follows(f, after_km2, after_area, after_other)
            ORDER BY f.km2 DESC, f.area_id, f.other_area_id LIMIT k
        ) AS f
        JOIN service_providers s ON s.id = f.other_id
        JOIN service_areas a ON a.id = f.area_id
        JOIN service_areas b ON b.id = f.other_area_id
        ORDER BY f.km2 DESC, f.area_id, f.other_area_id;
END
$$;

-- Whether a pair comes after the one at which the page before ended.
CREATE OR REPLACE FUNCTION overlap_follows(
    pair overlap, after_km2 double precision, after_area bigint, after_other bigint
) RETURNS boolean
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT after_km2 IS NULL
        OR (-pair.km2, pair.area_id, pair.other_area_id) > (-after_km2, after_area, after_other)
$$;
