-- Service areas as things that people change: each version of each area with who asked for it, what was asked
-- and when it was in force; and when each centre was approved, where and under which name. From the two follows
-- who covered a place at any time since.

ALTER TABLE service_areas
    ADD COLUMN version integer NOT NULL DEFAULT 1,        -- of what the row shows; never used twice for one area
    -- Counts every change of the row, versions or not: what an ETag is made of.
    ADD COLUMN revision integer NOT NULL DEFAULT 1,
    -- A change of an area in force that waits for an admin: its version. The row shows what is in force meanwhile.
    ADD COLUMN proposed_version integer,
    ADD COLUMN author_id bigint REFERENCES users ON DELETE SET NULL,  -- of this version; null: the system, or erased
    -- As given: {"content_type", "text" or "base64"}. Null for an area that nobody asked for over the API.
    ADD COLUMN request jsonb,
    ADD COLUMN decided_at timestamptz,                    -- of the last approval or rejection
    ADD COLUMN decision_reason text,                      -- null for an approval
    -- In metres. An edge of 200 km that is straight in longitude and latitude is up to 150 m off one that is
    -- straight in EPSG:7785, so edges get corners every 0.02 degrees first: then it is below 2 cm. Every 20,000th of
    -- the outline where that is longer, or zigzags across the state would cost a million corners.
    ADD COLUMN geom_m geometry(MultiPolygon, 7785) NOT NULL GENERATED ALWAYS AS (
        ST_Transform(ST_Segmentize(geom, greatest(0.02, ST_Perimeter(geom) / 20000)), 7785)) STORED,
    -- As geodesic_area_km2(geom), which the migrations can't know yet.
    ADD COLUMN area_km2 double precision NOT NULL GENERATED ALWAYS AS (
        ST_Area(ST_Segmentize(geom, greatest(0.05, ST_Perimeter(geom) / 20000))::geography) / 1e6) STORED,
    ADD CONSTRAINT service_areas_version CHECK (version >= 1),
    ADD CONSTRAINT service_areas_proposed_version CHECK (proposed_version IS NULL OR status = 'in_force'),
    ADD CONSTRAINT service_areas_request_size CHECK (octet_length(request::text) <= 640 << 10),
    ADD CONSTRAINT service_areas_decision_reason_length CHECK (char_length(decision_reason) BETWEEN 1 AND 500),
    -- Searches read `geom`: it stays in the row, and what they don't read goes out of it.
    ALTER COLUMN geom SET STORAGE MAIN,
    ALTER COLUMN city SET STORAGE MAIN,
    ALTER COLUMN pincodes SET STORAGE MAIN,
    ALTER COLUMN geom_m SET STORAGE EXTERNAL,
    SET (toast_tuple_target = 128);
-- What waits for an admin, the longest waiting first.
CREATE INDEX service_areas_waiting ON service_areas (id) WHERE status = 'proposed' OR proposed_version IS NOT NULL;
CREATE INDEX service_areas_author ON service_areas (author_id) WHERE author_id IS NOT NULL;

-- What a version was, and when it was in force. Kept by triggers (functions/service_areas_keep_history.sql); only
-- proposed changes of areas in force are written here by themselves. Refers to nothing that can be deleted: history stays.
CREATE TABLE service_area_versions (
    area_id         bigint NOT NULL,
    version         integer NOT NULL,
    provider_id     bigint NOT NULL,
    status          text NOT NULL,
    kind            text NOT NULL,
    city            text,
    district_lgd    integer,
    pincodes        integer[],
    radius_km       double precision,
    geom            geometry(MultiPolygon, 4326) NOT NULL,
    area_km2        double precision NOT NULL,            -- geodesic
    author_id       bigint REFERENCES users ON DELETE SET NULL,
    request         jsonb,
    created_at      timestamptz NOT NULL,
    decided_at      timestamptz,
    decision_reason text,
    -- Half-open, without an end while it is in force; null: it never was. By the database's clock, taken under the
    -- lock that orders all changes of coverage.
    during          tstzrange,
    PRIMARY KEY (area_id, version),
    -- superseded: another version came in its place, before or after it was in force.
    CONSTRAINT service_area_versions_status
        CHECK (status IN ('proposed', 'in_force', 'rejected', 'withdrawn', 'superseded')),
    CONSTRAINT service_area_versions_during CHECK (
        CASE WHEN during IS NULL THEN status <> 'in_force'
             ELSE NOT isempty(during) AND NOT lower_inf(during) AND lower_inc(during) AND NOT upper_inc(during)
                AND upper_inf(during) = (status = 'in_force') END),
    CONSTRAINT service_area_versions_one_in_force EXCLUDE USING gist (area_id WITH =, during WITH &&),
    CONSTRAINT service_area_versions_request_size CHECK (octet_length(request::text) <= 640 << 10)
);
ALTER TABLE service_area_versions ALTER COLUMN geom SET STORAGE MAIN;
CREATE INDEX service_area_versions_author ON service_area_versions (author_id) WHERE author_id IS NOT NULL;

-- A time during which a centre was approved at one place under one name. Kept by triggers. Refers to no centre:
-- a deleted one leaves its history.
CREATE TABLE service_provider_periods (
    provider_id     bigint NOT NULL,
    center_name     text NOT NULL,
    lat             double precision NOT NULL,
    lng             double precision NOT NULL,
    location        geometry(Point, 4326) NOT NULL GENERATED ALWAYS AS (ST_SetSRID(ST_MakePoint(lng, lat), 4326)) STORED,
    location_xy     point NOT NULL GENERATED ALWAYS AS (ST_Transform(ST_SetSRID(ST_MakePoint(lng, lat), 4326), 7785)::point) STORED,
    during          tstzrange NOT NULL,
    CONSTRAINT service_provider_periods_during CHECK (
        NOT isempty(during) AND NOT lower_inf(during) AND lower_inc(during) AND NOT upper_inc(during)),
    CONSTRAINT service_provider_periods_overlap EXCLUDE USING gist (provider_id WITH =, during WITH &&)
);

-- What there is gets its first version.
INSERT INTO service_area_versions (area_id, version, provider_id, status, kind, city, district_lgd, pincodes,
    radius_km, geom, area_km2, created_at, during)
SELECT id, version, provider_id, status, kind, city, district_lgd, pincodes, radius_km, geom, area_km2, created_at,
    CASE WHEN status = 'in_force' THEN tstzrange(created_at, NULL) END
FROM service_areas;
INSERT INTO service_provider_periods (provider_id, center_name, lat, lng, during)
SELECT id, center_name, lat, lng, tstzrange(coalesce(decided_at, created_at), NULL)
FROM service_providers WHERE status = 'approved';

-- Which version covered a point at a time, and which centres were near it then.
CREATE INDEX service_area_versions_place_time ON service_area_versions USING gist (geom, during) WHERE during IS NOT NULL;
CREATE INDEX service_provider_periods_place_time ON service_provider_periods USING gist (location_xy, during);
