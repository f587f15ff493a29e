-- As nearest_to_pincode, of those centres that offer the service `wanted`. The same two steps,
-- over an index that carries service and place together. `covers` is asked centre by centre: the
-- stretch of kept pairs would be long for a rare service.
CREATE OR REPLACE FUNCTION nearest_to_pincode_for_service(
    origin integer, wanted text, k integer, radius_m double precision)
RETURNS SETOF nearest_row
LANGUAGE sql STABLE AS $$
    SELECT o.name, d.name, o.lat, o.lng, o.spread_km, coalesce(c.coverage_count, 0),
        s.id, s.center_name, s.address, s.city, s.district, s.pincode::integer, s.phone, s.lat, s.lng,
        s.distance_m,
        (SELECT true FROM pincode_coverage p WHERE p.provider_id = s.id AND p.pincode = o.pincode) IS NOT NULL,
        s.open_minutes, s.is_sample, s.closed_during
    FROM pincodes o
    JOIN districts d ON d.lgd = o.district_lgd
    LEFT JOIN pincode_coverage_counts c ON c.pincode = o.pincode
    CROSS JOIN LATERAL (SELECT o.location_m::point AS xy OFFSET 0) AS here
    LEFT JOIN LATERAL (
        SELECT point(e * 1.0025, e * 1.0025) AS m FROM (
            SELECT r.approved_xy <-> here.xy AS e FROM provider_services r
            WHERE r.service = wanted AND r.approved_xy IS NOT NULL ORDER BY r.approved_xy <-> here.xy LIMIT 50
        ) AS nearest OFFSET k - 1 LIMIT 1
    ) AS reach ON true
    LEFT JOIN LATERAL (
        SELECT s.*, ST_DistanceSpheroid(s.location, o.location) AS distance_m
        FROM provider_services r
        JOIN service_providers s ON s.id = r.provider_id
        WHERE r.service = wanted AND r.approved_xy IS NOT NULL AND r.approved_xy <@ box(
            here.xy - coalesce(reach.m, point(1e7, 1e7)), here.xy + coalesce(reach.m, point(1e7, 1e7)))
        ORDER BY distance_m, s.id LIMIT k
    ) AS s ON s.distance_m <= coalesce(radius_m, 'Infinity')
    WHERE o.pincode = origin
    ORDER BY s.distance_m, s.id
$$;
