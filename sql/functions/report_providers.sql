-- How centres did: whether and how soon they took what they were asked for, what became of it, and what customers say.
--
--   requests, accepted, declined, unanswered   what came to the centre in the month; the rest was called off or is open
--   accept_p50_s, accept_p90_s                 so long until it was accepted, in seconds
--   completed, no_show, cancelled              of bookings that it had accepted, for hours of the month
--   reworks                                    free repairs that were asked for in the month
--   reviews, stars                             of the month; stars are their sum
CREATE OR REPLACE FUNCTION report_providers(since timestamptz, until timestamptz) RETURNS jsonb
LANGUAGE sql STABLE AS $$
    SELECT coalesce(jsonb_agg(to_jsonb(r) ORDER BY r.requests DESC, r.provider_id), '[]')
    FROM (
        SELECT provider_id, coalesce(q.requests, 0) AS requests, coalesce(q.accepted, 0) AS accepted,
            coalesce(q.declined, 0) AS declined, coalesce(q.unanswered, 0) AS unanswered,
            q.accept_p50_s, q.accept_p90_s, coalesce(w.completed, 0) AS completed, coalesce(w.no_show, 0) AS no_show,
            coalesce(w.cancelled, 0) AS cancelled, coalesce(a.reworks, 0) AS reworks,
            coalesce(v.reviews, 0) AS reviews, coalesce(v.stars, 0) AS stars
        FROM report_requests(since, until) AS q
        FULL JOIN report_work(since, until) AS w USING (provider_id)
        FULL JOIN (
            SELECT b.provider_id, count(*) AS reworks FROM bookings b
            WHERE b.warranty_of IS NOT NULL AND b.created_at >= since AND b.created_at < until
                AND b.provider_id IS NOT NULL
            GROUP BY b.provider_id) AS a USING (provider_id)
        FULL JOIN (
            SELECT v.provider_id, count(*) AS reviews, sum(v.rating) AS stars FROM reviews v
            WHERE v.created_at >= since AND v.created_at < until GROUP BY v.provider_id) AS v USING (provider_id)
    ) AS r
$$;

-- A request is a line of a booking's history in which it waits for a centre that it didn't wait for before; the next
-- line that isn't another hour is what came of it.
CREATE OR REPLACE FUNCTION report_requests(since timestamptz, until timestamptz)
RETURNS TABLE (provider_id bigint, requests bigint, accepted bigint, declined bigint, unanswered bigint,
    accept_p50_s integer, accept_p90_s integer)
LANGUAGE sql STABLE AS $$
    WITH line AS (
        SELECT h.*, lag(h.status) OVER w AS status_before, lag(h.provider_id) OVER w AS provider_before
        FROM booking_history h
        WHERE h.booking_id IN (SELECT m.booking_id FROM booking_history m WHERE m.at >= since AND m.at < until)
        WINDOW w AS (PARTITION BY h.booking_id ORDER BY h.id)
    ), step AS (
        SELECT l.booking_id, l.provider_id, l.status, l.at, lead(l.status) OVER w AS next_status,
            lead(l.provider_id) OVER w AS next_provider, lead(l.by_role) OVER w AS next_by, lead(l.at) OVER w AS next_at
        FROM line l
        WHERE (l.status, l.provider_id) IS DISTINCT FROM (l.status_before, l.provider_before)
        WINDOW w AS (PARTITION BY l.booking_id ORDER BY l.id)
    ), request AS (
        SELECT s.provider_id, extract(epoch FROM s.next_at - s.at) AS waited_s,
            CASE
                WHEN s.next_status = 'accepted' AND s.next_provider = s.provider_id THEN 'accepted'
                WHEN s.next_status = 'rejected' OR (s.next_status = 'pending' AND s.next_provider IS DISTINCT FROM s.provider_id)
                    THEN CASE s.next_by WHEN 'system' THEN 'unanswered' WHEN 'provider' THEN 'declined' END
                END AS outcome
        FROM step s
        WHERE s.status = 'pending' AND s.provider_id IS NOT NULL AND s.at >= since AND s.at < until
    )
    SELECT r.provider_id, count(*), count(*) FILTER (WHERE r.outcome = 'accepted'),
        count(*) FILTER (WHERE r.outcome = 'declined'), count(*) FILTER (WHERE r.outcome = 'unanswered'),
        round(percentile_cont(0.5) WITHIN GROUP (ORDER BY r.waited_s) FILTER (WHERE r.outcome = 'accepted'))::integer,
        round(percentile_cont(0.9) WITHIN GROUP (ORDER BY r.waited_s) FILTER (WHERE r.outcome = 'accepted'))::integer
    FROM request r GROUP BY r.provider_id
$$;

CREATE OR REPLACE FUNCTION report_work(since timestamptz, until timestamptz)
RETURNS TABLE (provider_id bigint, completed bigint, no_show bigint, cancelled bigint)
LANGUAGE sql STABLE AS $$
    SELECT b.provider_id, count(*) FILTER (WHERE b.status = 'completed'), count(*) FILTER (WHERE b.status = 'no_show'),
        count(*) FILTER (WHERE b.status = 'cancelled' AND EXISTS (
            SELECT FROM booking_history h
            WHERE h.booking_id = b.id AND h.status = 'accepted' AND h.provider_id = b.provider_id))
    FROM bookings b
    WHERE b.scheduled_at >= since AND b.scheduled_at < until AND b.provider_id IS NOT NULL
        AND b.status IN ('completed', 'no_show', 'cancelled')
    GROUP BY b.provider_id
$$;
