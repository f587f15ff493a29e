-- Makes a booking, of the centre that the request names or of the best one. It refuses by `result`, and never raises
-- for what a customer can cause: `unknown_pincode`, `slot_taken` and `nobody_free` (`details`: up to five free starts),
-- and what booking_refusal_of says (`details`: booking_refusal_details).
--
-- Nothing is locked for somebody who comes too late: most who want the same hour end at a look at what is free.
CREATE OR REPLACE FUNCTION booking_create(
    request booking_request, OUT result text, OUT booking bigint, OUT details jsonb)
LANGUAGE plpgsql AS $$
DECLARE
    centre bigint := request.provider_id;
    kind text := booking_kind(request.mode);
    minutes integer;
    wanted tstzrange;
BEGIN
    IF NOT EXISTS (SELECT FROM pincodes p WHERE p.pincode = request.pincode) THEN
        result := 'unknown_pincode';
        RETURN;
    END IF;
    IF centre IS NULL THEN
        SELECT * INTO result, booking, details FROM booking_create_auto(request);
        RETURN;
    END IF;
    minutes := booking_minutes(centre, request.services);
    wanted := booking_during(centre, kind, request.starts_at, minutes);
    IF EXISTS (SELECT FROM booking_free_resources(centre, kind, wanted)) THEN
        SELECT * INTO result, booking FROM booking_place(request, centre);
    ELSE
        result := coalesce(booking_refusal_of(request, centre, minutes), 'slot_taken');
    END IF;
    CASE result
    WHEN 'created' THEN RETURN;
    WHEN 'slot_taken' THEN details := booking_alternatives(request, ARRAY[centre]);
    ELSE details := booking_refusal_details(request, result);
    END CASE;
END
$$;

-- Tries those that seem free in their order. What was locked at one that turns out to be taken is let go before the
-- next, so that nobody holds resources of two centres.
CREATE OR REPLACE FUNCTION booking_create_auto(
    request booking_request, OUT result text, OUT booking bigint, OUT details jsonb)
LANGUAGE plpgsql AS $$
DECLARE
    candidates jsonb := (SELECT coalesce(jsonb_agg(to_jsonb(c) ORDER BY c.position), '[]')
        FROM booking_candidates(request) WITH ORDINALITY AS c (id, center_name, distance_m, covers, free, rating,
            refusal, position));
    candidate jsonb;
BEGIN
    FOR candidate IN SELECT c FROM jsonb_array_elements(candidates) AS c WHERE c->>'refusal' IS NULL LOOP
        BEGIN
            SELECT * INTO result, booking FROM booking_place(request, (candidate->>'id')::bigint);
            IF booking IS NULL THEN RAISE EXCEPTION USING ERRCODE = 'IB001'; END IF;
            details := booking_explain(candidates);
            INSERT INTO booking_assignments (booking_id, provider_id, cause, by_user, explanation)
            VALUES (booking, (candidate->>'id')::bigint, 'auto', request.by_user, details);
            RETURN;
        EXCEPTION WHEN SQLSTATE 'IB001' THEN
            candidates := (SELECT jsonb_agg(CASE WHEN c->>'id' = candidate->>'id'
                THEN c || '{"free": 0, "refusal": "taken"}' ELSE c END) FROM jsonb_array_elements(candidates) AS c);
        END;
    END LOOP;
    SELECT * INTO result, details FROM booking_nobody(request, candidates);
END
$$;

-- Why no centre could be taken, and what goes with it.
CREATE OR REPLACE FUNCTION booking_nobody(
    request booking_request, candidates jsonb, OUT result text, OUT details jsonb)
LANGUAGE plpgsql AS $$
BEGIN
    details := booking_refusal_details(request, 'unknown_service');
    IF details IS NOT NULL THEN
        result := 'unknown_service';
    ELSIF candidates = '[]' AND request.mode = 'doorstep' THEN
        result := 'not_covered';
        details := '[]';
    ELSIF (SELECT bool_and(c->>'refusal' = 'closed') FROM jsonb_array_elements(candidates) AS c
        WHERE c->>'refusal' <> 'too_far')
    THEN
        result := 'not_a_slot';
    ELSE
        result := 'nobody_free';
        -- The nearest, or one request would read the calendars of twenty.
        details := booking_alternatives(request, ARRAY(
            SELECT (c->>'id')::bigint FROM jsonb_array_elements(candidates) AS c WHERE c->>'refusal' <> 'too_far'
            ORDER BY (c->>'distance_m')::double precision LIMIT 5));
    END IF;
END
$$;

-- Up to five free starts of the centres from the wished one on, the earliest first.
CREATE OR REPLACE FUNCTION booking_alternatives(request booking_request, centres bigint[]) RETURNS jsonb
LANGUAGE plpgsql STABLE AS $$
BEGIN
    RETURN (
        SELECT coalesce(jsonb_agg(jsonb_build_object('provider_id', a.centre, 'free', a.free,
            'starts_at', extract(epoch FROM a.starts_at), 'ends_at', extract(epoch FROM a.ends_at))
            ORDER BY a.starts_at, a.position), '[]')
        FROM (
            SELECT c.centre, c.position, f.*
            FROM unnest(centres) WITH ORDINALITY AS c (centre, position)
            CROSS JOIN LATERAL booking_next_free(c.centre, booking_kind(request.mode),
                booking_minutes(c.centre, request.services), request.starts_at,
                least(request.starts_at + interval '14 days', now() + make_interval(days => request.horizon_days)), 5) AS f
            ORDER BY f.starts_at, c.position LIMIT 5
        ) AS a);
END
$$;

-- Who was considered and who was excluded, as it is kept and told.
CREATE OR REPLACE FUNCTION booking_explain(candidates jsonb) RETURNS jsonb
LANGUAGE sql IMMUTABLE AS $$
    SELECT jsonb_build_object(
        'considered', coalesce(jsonb_agg(jsonb_build_object('provider_id', c->'id', 'center_name', c->'center_name',
            'distance_m', c->'distance_m', 'covers', c->'covers', 'free', c->'free', 'rating', c->'rating'))
            FILTER (WHERE c->>'refusal' IS NULL), '[]'),
        'excluded', coalesce(jsonb_agg(jsonb_build_object('provider_id', c->'id', 'center_name', c->'center_name',
            'distance_m', c->'distance_m', 'reason', c->'refusal'))
            FILTER (WHERE c->>'refusal' IS NOT NULL), '[]'))
    FROM jsonb_array_elements(candidates) AS c
$$;
