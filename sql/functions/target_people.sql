-- Whom an offer or a broadcast is for: {"all": true}, {"role": ...}, {"district_lgd": ...}, {"pincodes": [...]},
-- {"provider_id": ...} or {"geometry": ...}.

-- The pincodes that a target about places means; null for one that isn't. `area` is its drawing.
CREATE OR REPLACE FUNCTION target_pincodes(target jsonb, area geometry) RETURNS integer[]
LANGUAGE sql STABLE AS $$
    SELECT CASE
        WHEN target ? 'pincodes' THEN ARRAY(
            SELECT DISTINCT x::integer FROM jsonb_array_elements_text(target->'pincodes') AS x ORDER BY 1)
        WHEN target ? 'district_lgd' THEN ARRAY(
            SELECT p.pincode::integer FROM pincodes p
            WHERE p.district_lgd = (target->>'district_lgd')::integer ORDER BY p.pincode)
        WHEN target ? 'geometry' THEN ARRAY(
            SELECT p.pincode::integer FROM pincodes p WHERE ST_Covers(area, p.location) ORDER BY p.pincode)
        END
$$;

-- Where somebody is, as far as they have said: the pincode of their last booking, else of their own centre.
CREATE OR REPLACE FUNCTION person_pincode(person bigint) RETURNS integer
LANGUAGE sql STABLE AS $$
    SELECT coalesce(
        (SELECT b.pincode::integer FROM bookings b WHERE b.customer_id = person ORDER BY b.id DESC LIMIT 1),
        (SELECT s.pincode::integer FROM service_providers s WHERE s.user_id = person ORDER BY s.id DESC LIMIT 1))
$$;

-- Whether the target means this person. A centre's customers are those for whom it works or worked, but for the booking
-- that is left out (or null).
CREATE OR REPLACE FUNCTION target_has(target jsonb, pincodes integer[], person bigint, ignoring bigint) RETURNS boolean
LANGUAGE sql STABLE AS $$
    SELECT CASE
        WHEN target ? 'all' THEN true
        WHEN target ? 'role' THEN EXISTS (SELECT FROM users u WHERE u.id = person AND u.role = target->>'role')
        WHEN target ? 'provider_id' THEN EXISTS (
            SELECT FROM bookings b
            WHERE b.customer_id = person AND b.provider_id = (target->>'provider_id')::bigint
                AND b.id IS DISTINCT FROM ignoring
                AND b.status NOT IN ('held', 'expired', 'rejected', 'cancelled'))
        ELSE coalesce(person_pincode(person) = ANY (pincodes), false)
        END
$$;

-- The people in use that a target means, in the order of their ids, after one of them; `most` null: all.
--
-- agreed     only those who agreed to offers
-- joined_by  only those who were there then
CREATE OR REPLACE FUNCTION target_people(
    target jsonb, pincodes integer[], agreed boolean, joined_by timestamptz, after bigint, most integer)
RETURNS SETOF bigint
LANGUAGE plpgsql STABLE AS $$
BEGIN
    IF target ? 'provider_id' THEN
        RETURN QUERY
            SELECT u.id FROM users u
            WHERE u.id > after AND u.status = 'active' AND u.created_at <= joined_by
                AND (NOT agreed OR u.offers_accepted_at IS NOT NULL) AND u.id IN (
                    SELECT b.customer_id FROM bookings b
                    WHERE b.provider_id = (target->>'provider_id')::bigint
                        AND b.status NOT IN ('held', 'expired', 'rejected', 'cancelled'))
            ORDER BY u.id LIMIT most;
    ELSIF pincodes IS NOT NULL THEN
        -- As person_pincode, of many at once.
        RETURN QUERY
            SELECT u.id FROM users u
            LEFT JOIN LATERAL (
                SELECT b.pincode::integer AS pincode FROM bookings b
                WHERE b.customer_id = u.id ORDER BY b.id DESC LIMIT 1) AS last ON true
            LEFT JOIN LATERAL (
                SELECT s.pincode::integer AS pincode FROM service_providers s
                WHERE s.user_id = u.id AND last.pincode IS NULL ORDER BY s.id DESC LIMIT 1) AS own ON true
            WHERE u.id > after AND u.status = 'active' AND u.created_at <= joined_by
                AND (NOT agreed OR u.offers_accepted_at IS NOT NULL)
                AND coalesce(last.pincode, own.pincode) = ANY (pincodes)
            ORDER BY u.id LIMIT most;
    ELSE
        RETURN QUERY
            SELECT u.id FROM users u
            WHERE u.id > after AND u.status = 'active' AND u.created_at <= joined_by
                AND (NOT agreed OR u.offers_accepted_at IS NOT NULL)
                AND (target ? 'all' OR u.role = target->>'role')
            ORDER BY u.id LIMIT most;
    END IF;
END
$$;

-- How many people a target means, and how many of them agreed to offers and can be reached by one of the channels.
CREATE OR REPLACE FUNCTION target_reach(
    target jsonb, pincodes integer[], channels text[], OUT targeted integer, OUT recipients integer)
LANGUAGE plpgsql STABLE AS $$
DECLARE
    people bigint[] := ARRAY(SELECT target_people(target, pincodes, false, clock_timestamp(), 0, NULL));
BEGIN
    targeted := cardinality(people);
    recipients := (
        SELECT count(DISTINCT w.user_id) FROM unnest(people) AS p (id)
        JOIN users u ON u.id = p.id AND u.offers_accepted_at IS NOT NULL
        JOIN message_ways w ON w.user_id = p.id AND w.category = 'promotional' AND w.reachable AND w.wanted
            AND w.channel = ANY (target_reach.channels)
            -- As message_channels.
            AND CASE w.channel WHEN 'inbox' THEN true WHEN 'email' THEN u.email_verified_at IS NOT NULL
                ELSE u.phone_verified_at IS NOT NULL END);
END
$$;
