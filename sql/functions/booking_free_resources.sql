-- The resources of a kind that nobody has for the whole time, ascending. A hold that is over counts as free.
CREATE OR REPLACE FUNCTION booking_free_resources(centre bigint, wanted_kind text, wanted tstzrange)
RETURNS SETOF bigint
LANGUAGE sql STABLE AS $$
    SELECT r.id FROM booking_resources r
    WHERE r.provider_id = centre AND r.kind = wanted_kind AND r.retired_at IS NULL AND NOT r.unavailable && wanted
        -- The predicate of booking_slot_free, whose index answers.
        AND NOT EXISTS (SELECT FROM bookings b
            WHERE b.resource_id = r.id AND b.during && wanted
                AND b.status IN ('held', 'pending', 'accepted', 'in_progress', 'completed', 'no_show')
                AND (b.status <> 'held' OR b.hold_expires_at > now()))
    ORDER BY r.id
$$;
