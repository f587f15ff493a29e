-- What proves who somebody is, besides the session's cookie: signing keys and refresh tokens for
-- programs that send access tokens, and the second factor.

-- A key signs from `signs_from` until that of the next one, and verifies until the last token it signed
-- has expired; so its row goes some time after the next one has begun to sign. All nodes read them here.
CREATE TABLE signing_keys (
    kid             text PRIMARY KEY,             -- RFC 7638 thumbprint of the public key
    public_key      bytea NOT NULL,               -- P-256, x and y
    sealed_key      bytea NOT NULL,               -- the private key, sealed with the installation's secret key
    created_at      timestamptz NOT NULL DEFAULT now(),
    signs_from      timestamptz NOT NULL,
    CONSTRAINT signing_keys_signs_from_unique UNIQUE (signs_from),
    CONSTRAINT signing_keys_public_key_length CHECK (octet_length(public_key) = 64)
);

-- Used ones stay until they expire: one that comes a second time shows that two parties hold it.
-- Only hashes (SHA-256 of 256 random bits) are stored.
CREATE TABLE refresh_tokens (
    id              bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    session_id      bigint NOT NULL REFERENCES sessions ON DELETE CASCADE,
    token_hash      bytea NOT NULL,
    created_at      timestamptz NOT NULL DEFAULT now(),
    expires_at      timestamptz NOT NULL,
    used_at         timestamptz,
    CONSTRAINT refresh_tokens_hash_unique UNIQUE (token_hash)
);
CREATE INDEX refresh_tokens_session ON refresh_tokens (session_id);
CREATE INDEX refresh_tokens_expiry ON refresh_tokens (expires_at);

-- Time-based one-time passwords (RFC 6238): one secret for each account.
CREATE TABLE second_factors (
    user_id         bigint PRIMARY KEY REFERENCES users ON DELETE CASCADE,
    sealed_secret   bytea NOT NULL,               -- 160 bits, sealed with the installation's secret key
    created_at      timestamptz NOT NULL DEFAULT now(),
    confirmed_at    timestamptz,                  -- null: the person hasn't shown yet that their app has it
    last_step       bigint,                       -- of the newest code that was accepted; older ones never are
    failures        integer NOT NULL DEFAULT 0,   -- wrong codes since the last right one
    blocked_until   timestamptz,                  -- no code is looked at before
    CONSTRAINT second_factors_failures CHECK (failures >= 0)
);

-- For those who lost their app: each is good once. SHA-256 of 120 random bits.
CREATE TABLE recovery_codes (
    user_id         bigint NOT NULL REFERENCES second_factors ON DELETE CASCADE,
    code_hash       bytea NOT NULL,
    used_at         timestamptz,
    PRIMARY KEY (user_id, code_hash)
);
