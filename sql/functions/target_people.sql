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

-- Whether the target means this person. A centre's customers are those for whom it works or worked.
CREATE OR REPLACE FUNCTION target_has(target jsonb, pincodes integer[], person bigint) RETURNS boolean
LANGUAGE sql STABLE AS $$
    SELECT CASE
        WHEN target ? 'all' THEN true
        WHEN target ? 'role' THEN EXISTS (SELECT FROM users u WHERE u.id = person AND u.role = target->>'role')
        WHEN target ? 'provider_id' THEN EXISTS (
            SELECT FROM bookings b
            WHERE b.customer_id = person AND b.provider_id = (target->>'provider_id')::bigint
                AND b.status NOT IN ('held', 'expired', 'rejected', 'cancelled'))
        ELSE coalesce(person_pincode(person) = ANY (pincodes), false)
        END
$$;

-- How many people a target means, and how many of them agreed to offers and can be reached by one of the channels.
CREATE OR REPLACE FUNCTION target_reach(
    target jsonb, pincodes integer[], channels text[], OUT targeted integer, OUT recipients integer)
LANGUAGE sql STABLE AS $$
    SELECT count(*)::integer, (count(*) FILTER (WHERE u.offers_accepted_at IS NOT NULL AND EXISTS (
        SELECT FROM message_wishes(u.id, 'promotional') AS w
        WHERE w.reachable AND w.wanted AND w.channel = ANY (target_reach.channels))))::integer
    FROM users u WHERE u.status = 'active' AND target_has(target, pincodes, u.id)
$$;
