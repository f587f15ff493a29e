-- Why a centre can't be booked so, whoever else has booked; null when it can: `unknown_provider`, `unknown_service`,
-- `not_covered`, `not_a_slot`. `minutes` is how long the services take there: booking_minutes.
CREATE OR REPLACE FUNCTION booking_refusal_of(request booking_request, centre bigint, minutes integer) RETURNS text
LANGUAGE plpgsql STABLE AS $$
BEGIN
    IF NOT EXISTS (SELECT FROM service_providers s WHERE s.id = centre AND s.status = 'approved') THEN
        RETURN 'unknown_provider';
    END IF;
    IF minutes IS NULL THEN RETURN 'unknown_service'; END IF;
    IF request.mode = 'doorstep' AND NOT booking_covers(centre, request) THEN RETURN 'not_covered'; END IF;
    IF NOT booking_is_start(centre, minutes, request.starts_at, request.horizon_days) THEN RETURN 'not_a_slot'; END IF;
    RETURN NULL;
END
$$;

-- Whether an area of the centre covers the customer's door, or, where that isn't known, the pincode's point.
CREATE OR REPLACE FUNCTION booking_covers(centre bigint, request booking_request) RETURNS boolean
LANGUAGE plpgsql STABLE AS $$
BEGIN
    IF request.lat IS NULL THEN
        RETURN EXISTS (SELECT FROM pincode_coverage c WHERE c.provider_id = centre AND c.pincode = request.pincode);
    END IF;
    RETURN EXISTS (SELECT FROM service_areas a
        WHERE a.provider_id = centre AND a.status = 'in_force'
            AND ST_Covers(a.geom, ST_SetSRID(ST_MakePoint(request.lng, request.lat), 4326)));
END
$$;

-- What goes with a refusal.
CREATE OR REPLACE FUNCTION booking_refusal_details(request booking_request, refusal text) RETURNS jsonb
LANGUAGE plpgsql STABLE AS $$
BEGIN
    CASE refusal
    WHEN 'unknown_service' THEN
        RETURN (
            SELECT jsonb_build_object('index', w.position - 1, 'service', w.service)
            FROM unnest(request.services) WITH ORDINALITY AS w (service, position)
            WHERE CASE WHEN request.provider_id IS NULL
                THEN NOT EXISTS (SELECT FROM services s WHERE s.service = w.service)
                ELSE NOT EXISTS (SELECT FROM provider_services o
                    WHERE o.provider_id = request.provider_id AND o.service = w.service) END
            ORDER BY w.position LIMIT 1);
    WHEN 'not_covered' THEN
        RETURN (
            SELECT coalesce(jsonb_agg(jsonb_build_object(
                'id', c.id, 'center_name', c.center_name, 'distance_m', c.distance_m) ORDER BY c.distance_m, c.id), '[]')
            FROM booking_centres_covering(request, 5) AS c);
    ELSE
        RETURN NULL;
    END CASE;
END
$$;

-- Called by nobody any more: it counted the minutes again, which its callers know.
DROP FUNCTION IF EXISTS booking_refusal(booking_request, bigint);
