-- What people prove with that they read an address: links in mails, and codes in text messages.

-- A link's token, of 128 random bits; only its hash (SHA-256) is stored. Using it deletes the row.
CREATE TABLE account_tokens (
    token_hash      bytea PRIMARY KEY,
    user_id         bigint NOT NULL REFERENCES users ON DELETE CASCADE,
    purpose         text NOT NULL,
    email           text NOT NULL,                -- where it was sent, and so the one address that it proves
    created_at      timestamptz NOT NULL DEFAULT now(),
    expires_at      timestamptz NOT NULL,
    CONSTRAINT account_tokens_purpose CHECK (purpose IN ('password_reset', 'email_check')),
    CONSTRAINT account_tokens_hash_length CHECK (octet_length(token_hash) = 32),
    CONSTRAINT account_tokens_end CHECK (expires_at > created_at)
);
CREATE INDEX account_tokens_user ON account_tokens (user_id, purpose, created_at);

-- A code of six digits can be guessed, so each guess is counted, whoever makes it, and it is hashed like a password.
-- Rows stay for a day after their making: the number of codes a day is bounded too.
CREATE TABLE login_codes (
    id              bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    user_id         bigint NOT NULL REFERENCES users ON DELETE CASCADE,
    phone           text NOT NULL,                -- where it was sent: worth nothing once the account has another
    code_hash       text NOT NULL,                -- bcrypt in crypt(5) form
    created_at      timestamptz NOT NULL DEFAULT now(),
    expires_at      timestamptz NOT NULL,
    tries           integer NOT NULL DEFAULT 0,
    used_at         timestamptz,
    CONSTRAINT login_codes_tries CHECK (tries BETWEEN 0 AND 5),
    CONSTRAINT login_codes_end CHECK (expires_at > created_at)
);
CREATE INDEX login_codes_user ON login_codes (user_id, id);
