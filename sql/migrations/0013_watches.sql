-- What is kept for the map's tiles, what customers searched for in vain, who asked to be told, and the moments at
-- which a pincode became a gap or stopped being one.

-- Shapes in the units of a zoom's tiles: 4,096 to a tile, counted from the north-west corner of the world's Web
-- Mercator square, whole numbers, so that a tile's own units are a subtraction away and neighbours that share an edge
-- here share it in the tile. A shape made for an even zoom serves the next zoom too. See tile_ground_build.sql.

-- Of two neighbours neither has ground of the other and nothing is left between them: both were cut along one line.
CREATE TABLE tile_cells (
    zoom            smallint NOT NULL,
    pincode         integer NOT NULL,
    geom            geometry(MultiPolygon) NOT NULL,
    PRIMARY KEY (zoom, pincode)
);
CREATE TABLE tile_districts (
    zoom            smallint NOT NULL,
    lgd             integer NOT NULL,
    geom            geometry(MultiPolygon) NOT NULL,
    PRIMARY KEY (zoom, lgd)
);
-- The numbers of one zoom lie far from those of another: one index does for all.
CREATE INDEX tile_cells_geom ON tile_cells USING gist (geom);
CREATE INDEX tile_districts_geom ON tile_districts USING gist (geom);

-- Which ground both were made from, so that the same data loaded again costs nothing.
CREATE TABLE tile_ground (
    is_kept         boolean PRIMARY KEY DEFAULT true,
    fingerprint     text NOT NULL,
    CONSTRAINT tile_ground_once CHECK (is_kept)
);

-- The areas in force of approved centres, and no others. `at` is a point on it, in units of the world's width from its
-- north-west corner.
CREATE TABLE tile_areas (
    area_id         bigint PRIMARY KEY,
    provider_id     bigint NOT NULL,
    at              point NOT NULL
);
CREATE INDEX tile_areas_provider ON tile_areas (provider_id);
CREATE INDEX tile_areas_at ON tile_areas USING spgist (at);
CREATE TABLE tile_area_shapes (
    zoom            smallint NOT NULL,
    area_id         bigint NOT NULL,
    provider_id     bigint NOT NULL,
    geom            geometry(MultiPolygon) NOT NULL,
    PRIMARY KEY (area_id, zoom)
);
CREATE INDEX tile_area_shapes_geom ON tile_area_shapes USING gist (geom);

-- The places of a tile.
CREATE INDEX service_providers_lng_lat ON service_providers USING spgist (point(lng, lat)) WHERE status = 'approved';
CREATE INDEX places_lng_lat ON places USING spgist (point(lng, lat));

-- Searches that found nobody, by the pincode that they were about and the day in India. Added up by the nodes and
-- written every few seconds; see observed_searches.sql.
CREATE TABLE search_misses (
    pincode         pincode NOT NULL REFERENCES pincodes ON DELETE CASCADE,
    day             date NOT NULL,
    searches        bigint NOT NULL,
    PRIMARY KEY (pincode, day),
    CONSTRAINT search_misses_searches CHECK (searches > 0)
);
CREATE INDEX search_misses_day ON search_misses (day);

-- Who asked to be told when somebody serves a pincode. A row goes when its message is on its way, or after a year.
CREATE TABLE coverage_watches (
    id              bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    pincode         pincode NOT NULL REFERENCES pincodes ON DELETE CASCADE,
    phone           text,
    email           text,
    language        text NOT NULL,
    asked_at        timestamptz NOT NULL DEFAULT now(),   -- the latest time
    CONSTRAINT coverage_watches_one_contact CHECK (num_nonnulls(phone, email) = 1),
    CONSTRAINT coverage_watches_phone_e164 CHECK (phone ~ '^\+91[6-9][0-9]{9}$'),
    CONSTRAINT coverage_watches_email_canonical CHECK (email = lower(email) AND char_length(email) BETWEEN 3 AND 254),
    CONSTRAINT coverage_watches_language CHECK (language IN ('en', 'ta')),
    CONSTRAINT coverage_watches_phone_once UNIQUE (pincode, phone),
    CONSTRAINT coverage_watches_email_once UNIQUE (pincode, email)
);
CREATE INDEX coverage_watches_phone ON coverage_watches (phone) WHERE phone IS NOT NULL;
CREATE INDEX coverage_watches_email ON coverage_watches (email) WHERE email IS NOT NULL;
CREATE INDEX coverage_watches_asked_at ON coverage_watches (asked_at);

-- An outbox, written by the transaction that made or ended a gap. Coverage changes one transaction at a time
-- (coverage_lock), so the order of the ids is the order of the commits, and a reader that has seen an id has seen all
-- before it.
CREATE TABLE coverage_events (
    id              bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    pincode         integer NOT NULL,
    kind            text NOT NULL,
    at              timestamptz NOT NULL DEFAULT clock_timestamp(),
    CONSTRAINT coverage_events_kind CHECK (kind IN ('gap', 'served'))
);
CREATE INDEX coverage_events_at ON coverage_events (at);

-- Which pincodes were served by what the events have told so far: a change back and forth within one transaction is
-- none, and only this can tell.
CREATE TABLE coverage_served (
    pincode         integer PRIMARY KEY
);
INSERT INTO coverage_served SELECT pincode FROM pincode_coverage_counts WHERE coverage_count > 0;
