-- As nearest_to_pincode, of those centres whose service area covers the pincode's point (and, unless
-- `wanted` is null, that offer this service). The kept pairs stand in the order of distance.
CREATE OR REPLACE FUNCTION nearest_covering_pincode(origin integer, wanted text, k integer, radius_m double precision)
RETURNS SETOF nearest_row
LANGUAGE sql STABLE AS $$
    SELECT o.name, d.name, o.lat, o.lng, o.spread_km, coalesce(c.coverage_count, 0),
        s.id, s.center_name, s.address, s.city, s.district, s.pincode::integer, s.phone, s.lat, s.lng,
        near.distance_m, s.id IS NOT NULL, s.open_minutes, s.is_sample, s.closed_during
    FROM pincodes o
    JOIN districts d ON d.lgd = o.district_lgd
    LEFT JOIN pincode_coverage_counts c ON c.pincode = o.pincode
    LEFT JOIN LATERAL (
        SELECT p.provider_id, p.distance_m FROM pincode_coverage p
        WHERE p.pincode = o.pincode
            AND (wanted IS NULL
                -- A scalar subquery: EXISTS might become a hash of all who offer it.
                OR (SELECT true FROM provider_services r WHERE r.provider_id = p.provider_id AND r.service = wanted))
        ORDER BY p.distance_m, p.provider_id LIMIT k
    ) AS near ON near.distance_m <= coalesce(radius_m, 'Infinity')
    LEFT JOIN service_providers s ON s.id = near.provider_id
    WHERE o.pincode = origin
    ORDER BY near.distance_m, near.provider_id
$$;
