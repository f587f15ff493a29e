-- A code belongs to whoever asked for it: they hold a secret (SHA-256 of it here), and tries with it are counted apart
-- from those of strangers, who can only say a number. So a stranger can neither void a code that somebody waits for by
-- asking for another one, nor use up its tries.
ALTER TABLE login_codes
    ADD COLUMN request_hash bytea,                -- null: made before there were any
    ADD COLUMN blind_tries integer NOT NULL DEFAULT 0,
    ADD CONSTRAINT login_codes_request_hash_length CHECK (octet_length(request_hash) = 32),
    ADD CONSTRAINT login_codes_blind_tries CHECK (blind_tries BETWEEN 0 AND 5);
