-- As nearest_to_point, of those centres whose service area covers the point (and, unless `wanted`
-- is null, that offer this service).
CREATE OR REPLACE FUNCTION nearest_covering_point(
    lat double precision, lng double precision, wanted text, k integer, radius_m double precision)
RETURNS SETOF nearest_row
LANGUAGE sql STABLE AS $$
    SELECT NULL::text, NULL::text, o.lat, o.lng, NULL::double precision, cardinality(o.covering),
        s.id, s.center_name, s.address, s.city, s.district, s.pincode::integer, s.phone, s.lat, s.lng,
        s.distance_m, s.id IS NOT NULL, s.open_minutes, s.is_sample, s.closed_during
    FROM (
        SELECT origin.*, ARRAY(SELECT * FROM centres_covering(location)) AS covering
        FROM (
            SELECT nearest_covering_point.lat, nearest_covering_point.lng,
                ST_SetSRID(ST_MakePoint(nearest_covering_point.lng, nearest_covering_point.lat), 4326) AS location
            OFFSET 0
        ) AS origin OFFSET 0
    ) AS o
    LEFT JOIN LATERAL (
        SELECT s.*, ST_DistanceSpheroid(s.location, o.location) AS distance_m
        FROM unnest(o.covering) AS c (id)
        -- OFFSET 0 keeps it from becoming a hash of all centres.
        CROSS JOIN LATERAL (SELECT * FROM service_providers WHERE id = c.id OFFSET 0) AS s
        WHERE wanted IS NULL
            OR (SELECT true FROM provider_services r WHERE r.provider_id = c.id AND r.service = wanted)
        ORDER BY distance_m, s.id LIMIT k
    ) AS s ON s.distance_m <= coalesce(radius_m, 'Infinity')
    ORDER BY s.distance_m, s.id
$$;
