-- As nearest_to_pincode, from any point of the region (75-82 E, 7-15 N). Always at least one row.
--
-- What covers the point is found among the areas themselves, all at once: the count needs them all.
CREATE OR REPLACE FUNCTION nearest_to_point(
    lat double precision, lng double precision, k integer, radius_m double precision)
RETURNS SETOF nearest_row
LANGUAGE sql STABLE AS $$
    SELECT NULL::text, NULL::text, o.lat, o.lng, NULL::double precision, cardinality(o.covering),
        s.id, s.center_name, s.address, s.city, s.district, s.pincode::integer, s.phone, s.lat, s.lng,
        s.distance_m, s.id = ANY (o.covering), s.open_minutes, s.is_sample, s.closed_during
    FROM (
        SELECT origin.*, ST_Transform(location, 7785)::point AS xy,
            ARRAY(SELECT * FROM centres_covering(location)) AS covering
        FROM (
            SELECT nearest_to_point.lat, nearest_to_point.lng,
                ST_SetSRID(ST_MakePoint(nearest_to_point.lng, nearest_to_point.lat), 4326) AS location
            OFFSET 0
        ) AS origin OFFSET 0
    ) AS o
    LEFT JOIN LATERAL (
        SELECT point(e * 1.0025, e * 1.0025) AS m FROM (
            SELECT s.location_xy <-> o.xy AS e FROM service_providers s
            WHERE status = 'approved' ORDER BY s.location_xy <-> o.xy LIMIT 50
        ) AS nearest OFFSET k - 1 LIMIT 1
    ) AS reach ON true
    LEFT JOIN LATERAL (
        SELECT s.*, ST_DistanceSpheroid(s.location, o.location) AS distance_m
        FROM service_providers s
        WHERE status = 'approved' AND s.location_xy <@ box(
            o.xy - coalesce(reach.m, point(1e7, 1e7)), o.xy + coalesce(reach.m, point(1e7, 1e7)))
        ORDER BY distance_m, s.id LIMIT k
    ) AS s ON s.distance_m <= coalesce(radius_m, 'Infinity')
    ORDER BY s.distance_m, s.id
$$;
