-- Counting in a sliding window. The estimate of what happened in the last period is what was counted in the
-- present one and, of the one before, the share that still lies within it.

-- Seconds until one more fits; 0 when it fits now.
--
-- share: how much of the present period has gone, from 0 to 1.
CREATE OR REPLACE FUNCTION rate_wait(
    current bigint, previous bigint, share double precision, allowed bigint, period_s bigint
) RETURNS double precision
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT CASE
        WHEN current + previous * (1 - share) + 1 <= allowed THEN 0
        -- The previous period has to fade first,
        WHEN current + 1 <= allowed THEN (1 - (allowed - 1 - current)::double precision / previous - share) * period_s
        -- or the present one has to become it, and then fade.
        ELSE (1 - share + 1 - (allowed - 1)::double precision / current) * period_s
    END
$$;

-- How much of the present period has gone, from 0 to 1.
CREATE OR REPLACE FUNCTION rate_share(at timestamptz, period_s bigint) RETURNS double precision
LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT (extract(epoch FROM at) / period_s - floor(extract(epoch FROM at) / period_s))::double precision
$$;

-- What `key` has to wait before one more fits, in seconds, without counting anything.
CREATE OR REPLACE FUNCTION rate_wait_of(key bytea, allowed bigint, period_s bigint) RETURNS double precision
LANGUAGE sql STABLE AS $$
    SELECT coalesce((
        SELECT CASE floor(extract(epoch FROM now()) / period_s)::bigint - r.period_no
            WHEN 0 THEN rate_wait(r.current, r.previous, rate_share(now(), period_s), allowed, period_s)
            WHEN 1 THEN rate_wait(0, r.current, rate_share(now(), period_s), allowed, period_s)
            ELSE 0 END
        FROM rate_counts AS r WHERE r.key = rate_wait_of.key), 0)
$$;

-- Counts one for `key` if it fits, and says how many seconds it has to wait: 0 when it fitted. What doesn't
-- fit isn't counted and writes nothing, so that a flood costs little and asking too often prolongs no wait.
CREATE OR REPLACE FUNCTION rate_take(key bytea, allowed bigint, period_s bigint) RETURNS double precision
LANGUAGE sql VOLATILE AS $$
    WITH taken AS (
        INSERT INTO rate_counts AS r (key, period_no, current, previous, expires_at)
        SELECT rate_take.key, no, 1, 0, to_timestamp((no + 2) * period_s)
        FROM (SELECT floor(extract(epoch FROM now()) / period_s)::bigint) AS present (no)
        ON CONFLICT ON CONSTRAINT rate_counts_pkey DO UPDATE SET
            previous = CASE WHEN r.period_no >= excluded.period_no THEN r.previous
                WHEN r.period_no = excluded.period_no - 1 THEN r.current ELSE 0 END,
            current = CASE WHEN r.period_no >= excluded.period_no THEN r.current ELSE 0 END + 1,
            period_no = greatest(r.period_no, excluded.period_no),
            expires_at = greatest(r.expires_at, excluded.expires_at)
        WHERE CASE
            WHEN r.period_no >= excluded.period_no
                THEN rate_wait(r.current, r.previous, rate_share(now(), period_s), allowed, period_s)
            WHEN r.period_no = excluded.period_no - 1
                THEN rate_wait(0, r.current, rate_share(now(), period_s), allowed, period_s)
            ELSE 0 END = 0
        RETURNING 1)
    -- Another's count may have come between: then it is hardly longer than a moment.
    SELECT CASE WHEN EXISTS (SELECT FROM taken) THEN 0
        ELSE greatest(rate_wait_of(rate_take.key, allowed, period_s), 0.001) END
$$;

-- Adds what a node has admitted by itself in the given period, for many keys at once, and gives their counts
-- as all nodes know them then. Keys come in one order, so that two nodes can't wait for each other.
CREATE OR REPLACE FUNCTION rate_add(keys bytea[], amounts bigint[], at_period bigint, period_s bigint)
RETURNS TABLE (key bytea, period_no bigint, current bigint, previous bigint)
LANGUAGE sql VOLATILE AS $$
    INSERT INTO rate_counts AS r (key, period_no, current, previous, expires_at)
    SELECT k, at_period, amount, 0, to_timestamp((at_period + 2) * period_s)
    FROM unnest(keys, amounts) AS given (k, amount) ORDER BY k
    ON CONFLICT ON CONSTRAINT rate_counts_pkey DO UPDATE SET
        previous = CASE
            WHEN r.period_no = excluded.period_no THEN r.previous
            WHEN r.period_no = excluded.period_no + 1 THEN r.previous + excluded.current
            WHEN r.period_no = excluded.period_no - 1 THEN r.current
            WHEN r.period_no > excluded.period_no THEN r.previous
            ELSE 0 END,
        current = CASE
            WHEN r.period_no = excluded.period_no THEN r.current + excluded.current
            WHEN r.period_no > excluded.period_no THEN r.current
            ELSE excluded.current END,
        period_no = greatest(r.period_no, excluded.period_no),
        expires_at = greatest(r.expires_at, excluded.expires_at)
    RETURNING r.key, r.period_no, r.current, r.previous
$$;

-- Counts one for `key`, whether it fits or not.
CREATE OR REPLACE FUNCTION rate_count(key bytea, period_s bigint) RETURNS void
LANGUAGE sql VOLATILE AS $$
    SELECT rate_add(ARRAY[key], ARRAY[1::bigint], floor(extract(epoch FROM now()) / period_s)::bigint, period_s)
$$;
