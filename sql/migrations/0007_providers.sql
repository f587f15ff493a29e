-- What the owner of a centre tells of it, what admins decided, and when it is closed.

ALTER TABLE service_providers
    ADD COLUMN gstin text,                        -- null: not registered for GST, so it issues receipts without tax
    ADD COLUMN benches integer NOT NULL DEFAULT 1,        -- repairs that can go on side by side in the shop
    ADD COLUMN technicians integer NOT NULL DEFAULT 1,
    ADD COLUMN decided_at timestamptz,            -- of the last approval, rejection or suspension
    ADD COLUMN decision_reason text,              -- null for an approval
    -- An approved centre stays approved when its owner changes what an approval rests on; admins see here
    -- what has changed since, until they approve it again.
    ADD COLUMN changed_since_approval text[] NOT NULL DEFAULT '{}',
    -- Where it was when it was last approved: many small moves are one large one. Null: no approval was recorded.
    ADD COLUMN approved_location geometry(Point, 4326),
    -- The union of its closures that were not over when they last changed; null when there are none. Kept by the
    -- database in the row that a search reads anyway, so that a search asks no second table.
    ADD COLUMN closed_during tstzmultirange,
    ADD CONSTRAINT service_providers_center_name_length CHECK (char_length(center_name) BETWEEN 1 AND 120),
    ADD CONSTRAINT service_providers_address_length CHECK (char_length(address) BETWEEN 1 AND 300),
    ADD CONSTRAINT service_providers_city_length CHECK (char_length(city) BETWEEN 1 AND 100),
    -- State code, PAN, number of the registration under it, Z, check character (see GSTIN.swift for that one).
    ADD CONSTRAINT service_providers_gstin_form
        CHECK (gstin ~ '^[0-9]{2}[A-Z]{5}[0-9]{4}[A-Z][1-9A-Z]Z[0-9A-Z]$'),
    ADD CONSTRAINT service_providers_benches CHECK (benches BETWEEN 1 AND 200),
    ADD CONSTRAINT service_providers_technicians CHECK (technicians BETWEEN 1 AND 200),
    ADD CONSTRAINT service_providers_decision_reason_length CHECK (char_length(decision_reason) BETWEEN 1 AND 500),
    ADD CONSTRAINT service_providers_changed_since_approval
        CHECK (changed_since_approval <@ '{center_name,gstin,location,pincode}'),
    -- Shops have landlines too: area codes of the south begin with 4, mobile numbers with 6 to 9.
    DROP CONSTRAINT service_providers_phone_e164,
    ADD CONSTRAINT service_providers_phone_e164 CHECK (phone ~ '^\+91[46-9][0-9]{9}$');

-- What waits for an admin, the longest waiting first.
CREATE INDEX service_providers_waiting ON service_providers (id)
    WHERE status = 'pending' OR changed_since_approval <> '{}';

-- Times at which a centre is closed although its weekly hours say open: a feast, an illness, a stocktaking.
CREATE TABLE closures (
    id              bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    provider_id     bigint NOT NULL REFERENCES service_providers ON DELETE CASCADE,
    during          tstzrange NOT NULL,
    reason          text,
    created_at      timestamptz NOT NULL DEFAULT now(),
    -- Half-open and finite, or the lengths below would be null and so pass.
    CONSTRAINT closures_bounds CHECK (
        NOT isempty(during) AND lower_inc(during) AND NOT upper_inc(during)
        AND isfinite(lower(during)) AND isfinite(upper(during))),
    CONSTRAINT closures_length CHECK (upper(during) - lower(during) <= interval '366 days'),
    CONSTRAINT closures_not_over CHECK (upper(during) > created_at),
    CONSTRAINT closures_not_far_ahead CHECK (lower(during) - created_at <= interval '731 days'),
    CONSTRAINT closures_reason_length CHECK (char_length(reason) BETWEEN 1 AND 200),
    -- Refused, not merged: each has a reason and an end of its own, and can be taken back by itself.
    CONSTRAINT closures_overlap EXCLUDE USING gist (provider_id WITH =, during WITH &&)
);

-- A search's row carries the closures, so that `open_now` heeds them.
ALTER TYPE nearest_row ADD ATTRIBUTE closed_during tstzmultirange;

-- Its successor, list_centres, takes a status.
DROP FUNCTION IF EXISTS list_providers(text, text, integer, text, text, text, bigint, integer);
