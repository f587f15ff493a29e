-- The ground: districts, pincodes with their estimated points and cells, the post offices
-- behind them, and every name by which a person may call a place.
--
-- Points are stored twice: WGS 84 longitude-first (EPSG:4326) is the truth, EPSG:7785 (Tamil
-- Nadu's metric projection) is derived from it and only serves the spatial indexes.

CREATE EXTENSION IF NOT EXISTS postgis;
CREATE EXTENSION IF NOT EXISTS pg_trgm;
CREATE EXTENSION IF NOT EXISTS btree_gist;
CREATE EXTENSION IF NOT EXISTS fuzzystrmatch;

CREATE DOMAIN pincode AS integer
    CONSTRAINT pincode_has_six_digits CHECK (VALUE BETWEEN 100000 AND 999999);

CREATE TABLE districts (
    lgd             integer PRIMARY KEY,          -- Local Government Directory code, the one we publish
    boundary_code   integer NOT NULL,             -- the boundary file's own code, only for joining
    name            text NOT NULL,
    name_ta         text NOT NULL,
    seat            text NOT NULL,
    seat_ta         text NOT NULL,
    population      integer NOT NULL,             -- 2011, people, on present borders (unverified)
    geom            geometry(MultiPolygon, 4326) NOT NULL,
    geom_m          geometry(MultiPolygon, 7785) NOT NULL GENERATED ALWAYS AS (ST_Transform(geom, 7785)) STORED,
    area_km2        double precision NOT NULL,    -- geodesic
    CONSTRAINT districts_boundary_code_unique UNIQUE (boundary_code),
    CONSTRAINT districts_name_unique UNIQUE (name),
    CONSTRAINT districts_geom_valid CHECK (ST_IsValid(geom))
);
CREATE INDEX districts_geom ON districts USING gist (geom);
CREATE INDEX districts_geom_m ON districts USING gist (geom_m);

CREATE TABLE pincodes (
    pincode         pincode PRIMARY KEY,
    name            text NOT NULL,
    district_lgd    integer NOT NULL REFERENCES districts,
    state           text NOT NULL,
    lat             double precision NOT NULL,
    lng             double precision NOT NULL,
    location        geometry(Point, 4326) NOT NULL GENERATED ALWAYS AS (ST_SetSRID(ST_MakePoint(lng, lat), 4326)) STORED,
    location_m      geometry(Point, 7785) NOT NULL GENERATED ALWAYS AS (ST_Transform(ST_SetSRID(ST_MakePoint(lng, lat), 4326), 7785)) STORED,
    spread_km       double precision NOT NULL,    -- how far its offices lie from the point
    quality         text NOT NULL,
    source          text NOT NULL,                -- how the point was found, in words for people
    offices_total   integer NOT NULL,
    offices_used    integer NOT NULL,
    CONSTRAINT pincodes_quality CHECK (quality IN ('good', 'fair', 'poor', 'estimated', 'override')),
    CONSTRAINT pincodes_spread_not_negative CHECK (spread_km >= 0),
    CONSTRAINT pincodes_offices_used CHECK (offices_used BETWEEN 0 AND offices_total)
);
CREATE INDEX pincodes_location ON pincodes USING gist (location);
CREATE INDEX pincodes_location_m ON pincodes USING gist (location_m);
CREATE INDEX pincodes_district ON pincodes (district_lgd);

-- The ground nearest to each pincode, cut to its districts. Apart from `pincodes`, so that
-- the rows read on every search stay small.
CREATE TABLE pincode_cells (
    pincode         pincode PRIMARY KEY REFERENCES pincodes ON DELETE CASCADE,
    geom            geometry(MultiPolygon, 4326) NOT NULL,
    area_km2        double precision NOT NULL,    -- geodesic
    CONSTRAINT pincode_cells_geom_valid CHECK (ST_IsValid(geom) AND NOT ST_IsEmpty(geom))
);
CREATE INDEX pincode_cells_geom ON pincode_cells USING gist (geom);

CREATE TABLE post_offices (
    id              integer PRIMARY KEY,          -- line of the directory extract, so loads agree
    pincode         pincode NOT NULL REFERENCES pincodes ON DELETE CASCADE,
    name            text NOT NULL,                -- as the directory writes it, with its suffix
    area            text NOT NULL,                -- without it
    office_type     text NOT NULL,
    delivers        boolean NOT NULL,
    district_named  text NOT NULL,
    district_lgd    integer REFERENCES districts,
    lat_raw         text NOT NULL,                -- as the directory writes it, perhaps empty
    lng_raw         text NOT NULL,
    lat             double precision,             -- as accepted or repaired; null when not usable
    lng             double precision,
    status          text NOT NULL,                -- ok, repaired:<how>, dropped:<why>, missing
    weight          double precision NOT NULL,    -- in the pincode's centroid
    CONSTRAINT post_offices_office_type CHECK (office_type IN ('HO', 'SO', 'BO')),
    CONSTRAINT post_offices_status CHECK (status ~ '^(ok|missing|repaired:.+|dropped:.+)$'),
    CONSTRAINT post_offices_point_whole CHECK ((lat IS NULL) = (lng IS NULL)),
    CONSTRAINT post_offices_weight_not_negative CHECK (weight >= 0)
);
CREATE INDEX post_offices_pincode ON post_offices (pincode);

-- What a person may search for by name: districts, towns, parts of towns, post offices. Filled
-- by gazetteer_build().
CREATE TABLE places (
    id              integer PRIMARY KEY,          -- of two equally good answers the smaller comes first
    kind            text NOT NULL,
    label           text NOT NULL,                -- the name shown
    label_ta        text,                         -- null when no Tamil name is listed
    pincode         pincode NOT NULL REFERENCES pincodes ON DELETE CASCADE,
    district_lgd    integer NOT NULL REFERENCES districts ON DELETE CASCADE,
    lat             double precision NOT NULL,
    lng             double precision NOT NULL,
    rank            smallint NOT NULL,            -- 1 a city ... 9 a branch office: smaller is better known
    CONSTRAINT places_kind CHECK (kind IN ('district', 'city', 'town', 'locality', 'post_office'))
);
CREATE INDEX places_pincode ON places (pincode);

-- One row for each name of each place; a place with three names has three rows.
CREATE TABLE place_names (
    place_id        integer NOT NULL REFERENCES places ON DELETE CASCADE,
    name            text NOT NULL,
    name_key        text COLLATE "C" NOT NULL,    -- name_key(name): folded for spelling
    sound_key       text COLLATE "C" NOT NULL,    -- sound_key(name): to what Tamil script can tell apart
    PRIMARY KEY (place_id, name)
);
CREATE INDEX place_names_name_key ON place_names (name_key);
CREATE INDEX place_names_sound_key ON place_names (sound_key);
CREATE INDEX place_names_sound_trigrams ON place_names USING gin (sound_key gin_trgm_ops);

-- What the last load did; the newest row is the data in force.
CREATE TABLE geodata_loads (
    id              bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    loaded_at       timestamptz NOT NULL DEFAULT now(),
    source_sha256   text NOT NULL,
    report          jsonb NOT NULL
);
