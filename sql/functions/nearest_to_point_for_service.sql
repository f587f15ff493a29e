-- As nearest_to_point, of those centres that offer the service `wanted`.
CREATE OR REPLACE FUNCTION nearest_to_point_for_service(
    lat double precision, lng double precision, wanted text, k integer, radius_m double precision)
RETURNS SETOF nearest_row
LANGUAGE sql STABLE AS $$
    SELECT NULL::text, NULL::text, o.lat, o.lng, NULL::double precision, cardinality(o.covering),
        s.id, s.center_name, s.address, s.city, s.district, s.pincode::integer, s.phone, s.lat, s.lng,
        s.distance_m, s.id = ANY (o.covering), s.open_minutes, s.is_sample, s.closed_during
    FROM (
        SELECT origin.*, ST_Transform(location, 7785)::point AS xy,
            ARRAY(SELECT * FROM centres_covering(location)) AS covering
        FROM (
            SELECT nearest_to_point_for_service.lat, nearest_to_point_for_service.lng,
                ST_SetSRID(ST_MakePoint(nearest_to_point_for_service.lng, nearest_to_point_for_service.lat), 4326)
                    AS location
            OFFSET 0
        ) AS origin OFFSET 0
    ) AS o
    LEFT JOIN LATERAL (
        SELECT point(e * 1.0025, e * 1.0025) AS m FROM (
            SELECT r.approved_xy <-> o.xy AS e FROM provider_services r
            WHERE r.service = wanted AND r.approved_xy IS NOT NULL ORDER BY r.approved_xy <-> o.xy LIMIT 50
        ) AS nearest OFFSET k - 1 LIMIT 1
    ) AS reach ON true
    LEFT JOIN LATERAL (
        SELECT s.*, ST_DistanceSpheroid(s.location, o.location) AS distance_m
        FROM provider_services r
        JOIN service_providers s ON s.id = r.provider_id
        WHERE r.service = wanted AND r.approved_xy IS NOT NULL AND r.approved_xy <@ box(
            o.xy - coalesce(reach.m, point(1e7, 1e7)), o.xy + coalesce(reach.m, point(1e7, 1e7)))
        ORDER BY distance_m, s.id LIMIT k
    ) AS s ON s.distance_m <= coalesce(radius_m, 'Infinity')
    ORDER BY s.distance_m, s.id
$$;
