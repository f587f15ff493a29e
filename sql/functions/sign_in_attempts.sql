-- Failed sign-ins, per pair of account and address. See migrations/0005_rate_limits.sql.
--
-- The pair alone is ever refused for an account's sake, so nobody can lock out the owner of an account from
-- elsewhere. When an account sees too many failures over all addresses, each address gets one guess in a
-- period in place of `allowed`: that slows a crowd of guessers and still lets the right password in.

-- Writes an attempt down before its password is looked at.
--
-- verdict  'go', 'wait' (other attempts of the pair are being looked at: ask again in a moment) or 'refused'.
-- wait_s   seconds until an attempt is let through, when refused.
-- Limits that are null are off.
CREATE OR REPLACE FUNCTION sign_in_begin(
    pair bytea, allowed integer, period_s bigint,
    account bytea, account_allowed bigint, account_period_s bigint,
    address bytea, address_allowed bigint, address_period_s bigint,
    OUT verdict text, OUT wait_s double precision
) LANGUAGE plpgsql VOLATILE AS $$
DECLARE
    state sign_in_attempts;
    since timestamptz := now() - make_interval(secs => period_s);
BEGIN
    wait_s := coalesce(rate_wait_of(address, address_allowed, address_period_s), 0);
    IF wait_s > 0 THEN
        verdict := 'refused';
        RETURN;
    END IF;
    verdict := 'go';
    IF allowed IS NULL THEN
        RETURN;
    END IF;
    IF rate_wait_of(account, account_allowed, account_period_s) > 0 THEN
        allowed := 1;
    END IF;

    INSERT INTO sign_in_attempts AS a
        (pair, failed_at, allowed, unsettled, unsettled_until, expires_at)
    VALUES (sign_in_begin.pair, ARRAY[now()], sign_in_begin.allowed, 1, now() + interval '30 s',
        now() + make_interval(secs => period_s))
    ON CONFLICT ON CONSTRAINT sign_in_attempts_pkey DO UPDATE SET
        failed_at = sign_in_recent(a, since) || excluded.failed_at,
        allowed = excluded.allowed,
        blocks = CASE WHEN a.expires_at <= now() THEN 0 ELSE a.blocks END,
        unsettled = CASE WHEN a.unsettled_until > now()
            THEN least(a.unsettled, cardinality(sign_in_recent(a, since))) ELSE 0 END + 1,
        unsettled_until = excluded.unsettled_until,
        expires_at = greatest(a.expires_at, excluded.expires_at)
    WHERE coalesce(a.blocked_until <= now(), true) AND cardinality(sign_in_recent(a, since)) < excluded.allowed;
    IF FOUND THEN
        RETURN;
    END IF;

    SELECT * INTO state FROM sign_in_attempts AS a WHERE a.pair = sign_in_begin.pair;
    IF NOT FOUND OR (state.unsettled > 0 AND state.unsettled_until > now()
            AND coalesce(state.blocked_until <= now(), true)) THEN
        verdict := 'wait';
        RETURN;
    END IF;
    verdict := 'refused';
    wait_s := greatest(0.001, extract(epoch FROM greatest(
        state.blocked_until,
        -- The failure that has to be forgotten before one more fits.
        (SELECT at FROM unnest(sign_in_recent(state, since)) AS at ORDER BY at DESC
         OFFSET sign_in_begin.allowed - 1 LIMIT 1) + make_interval(secs => period_s)) - now()));
END
$$;

-- The failures since then, oldest first.
CREATE OR REPLACE FUNCTION sign_in_recent(a sign_in_attempts, since timestamptz) RETURNS timestamptz[]
LANGUAGE sql IMMUTABLE AS $$
    SELECT ARRAY(SELECT at FROM unnest(a.failed_at) WITH ORDINALITY AS f (at, n) WHERE at > since ORDER BY n)
$$;

-- Whether the attempt that is settled now is the pair's last one, and was wrong like those before.
CREATE OR REPLACE FUNCTION sign_in_is_last(a sign_in_attempts, period_s bigint) RETURNS boolean
LANGUAGE sql STABLE AS $$
    SELECT a.unsettled <= 1
        AND cardinality(sign_in_recent(a, now() - make_interval(secs => period_s))) >= a.allowed
$$;

-- The password was wrong. The last guess that a pair has begins its wait: one period the first time, twice as
-- long each time after, 16 periods at most. Who has been quiet for 96 periods begins anew.
CREATE OR REPLACE FUNCTION sign_in_failed(
    pair bytea, period_s bigint, account bytea, account_period_s bigint, address bytea, address_period_s bigint
) RETURNS void
LANGUAGE sql VOLATILE AS $$
    UPDATE sign_in_attempts AS a SET
        unsettled = greatest(a.unsettled - 1, 0),
        blocks = CASE WHEN sign_in_is_last(a, period_s) THEN a.blocks + 1 ELSE a.blocks END,
        blocked_until = CASE WHEN sign_in_is_last(a, period_s)
            THEN now() + make_interval(secs => period_s * (1 << least(a.blocks, 4))) ELSE a.blocked_until END,
        expires_at = CASE WHEN sign_in_is_last(a, period_s)
            THEN now() + make_interval(secs => period_s * 96) ELSE a.expires_at END
    WHERE a.pair = sign_in_failed.pair AND period_s IS NOT NULL;
    SELECT rate_count(account, account_period_s) WHERE account_period_s IS NOT NULL;
    SELECT rate_count(address, address_period_s) WHERE address_period_s IS NOT NULL;
$$;

-- The password was right: nothing of the pair counts any more but what is still being looked at.
CREATE OR REPLACE FUNCTION sign_in_succeeded(pair bytea) RETURNS void
LANGUAGE plpgsql VOLATILE AS $$
BEGIN
    DELETE FROM sign_in_attempts AS a
    WHERE a.pair = sign_in_succeeded.pair AND (a.unsettled <= 1 OR a.unsettled_until <= now());
    UPDATE sign_in_attempts AS a SET
        unsettled = a.unsettled - 1, failed_at = a.failed_at[cardinality(a.failed_at) - a.unsettled + 2:],
        blocks = 0, blocked_until = NULL
    WHERE a.pair = sign_in_succeeded.pair;
END
$$;

-- Nobody looked at the password after all: the attempt didn't happen.
CREATE OR REPLACE FUNCTION sign_in_abandoned(pair bytea) RETURNS void
LANGUAGE sql VOLATILE AS $$
    UPDATE sign_in_attempts AS a SET
        unsettled = a.unsettled - 1, failed_at = trim_array(a.failed_at, 1)
    WHERE a.pair = sign_in_abandoned.pair AND a.unsettled > 0
$$;
