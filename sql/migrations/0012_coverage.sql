-- How much of the ground is covered, exactly. The ground is cut once, where the geodata is loaded, into pieces: what
-- lies in one pincode's cell and in one district. Of each piece is kept what no area covers; triggers keep it in the
-- transaction of the change. So the covered share of a cell and the covered km2 of a district are sums over 2,200 rows.
--
-- Pieces lie in WGS 84, as areas do, whose edges are straight in longitude and latitude: nothing is projected, and
-- what is left over is measured on the spheroid itself. Cutting the pieces further by a grid of 0.1 degrees made
-- 7,400 of them, and everything 2.5 times slower.

CREATE TABLE coverage_pieces (
    id              integer PRIMARY KEY,
    district_lgd    integer NOT NULL,
    pincode         integer,                      -- null: ground that the cells leave of the district
    geom            geometry(MultiPolygon, 4326) NOT NULL,
    area_km2        double precision NOT NULL,    -- geodesic
    CONSTRAINT coverage_pieces_geom_valid CHECK (ST_IsValid(geom) AND NOT ST_IsEmpty(geom)),
    CONSTRAINT coverage_pieces_area_positive CHECK (area_km2 > 0)
);
CREATE INDEX coverage_pieces_geom ON coverage_pieces USING gist (geom);
CREATE INDEX coverage_pieces_district ON coverage_pieces (district_lgd);
CREATE INDEX coverage_pieces_pincode ON coverage_pieces (pincode);

-- What the pieces were cut from, so that the same geodata need not be cut again.
CREATE TABLE coverage_ground (
    only_row        boolean PRIMARY KEY DEFAULT true,
    digest          text NOT NULL,
    CONSTRAINT coverage_ground_only_row CHECK (only_row)
);

-- A piece less the areas that meet it, in the order of their ids, until nothing is left: see coverage_fold.sql.
CREATE TABLE piece_coverage (
    piece_id        integer PRIMARY KEY REFERENCES coverage_pieces ON DELETE CASCADE,
    uncovered       geometry(MultiPolygon, 4326), -- null: covered whole
    uncovered_km2   double precision NOT NULL,    -- geodesic
    last_area_id    bigint,                       -- the last area that was taken away; null: none meets the piece
    CONSTRAINT piece_coverage_whole CHECK ((uncovered IS NULL) = (uncovered_km2 = 0)),
    CONSTRAINT piece_coverage_not_negative CHECK (uncovered_km2 >= 0)
) WITH (fillfactor = 70);

-- An area that a statement changed, as it was or as it is; see coverage_pieces.sql.
CREATE TYPE changed_area AS (
    id              bigint,
    ground          geometry,
    is_new          boolean                       -- it did not count before
);

-- Of each pincode's cell, how much there is and how much no area covers, geodesic.
CREATE VIEW pincode_ground AS
    SELECT p.pincode, sum(p.area_km2 ORDER BY p.id) AS area_km2, sum(k.uncovered_km2 ORDER BY p.id) AS uncovered_km2
    FROM coverage_pieces p JOIN piece_coverage k ON k.piece_id = p.id
    WHERE p.pincode IS NOT NULL
    GROUP BY p.pincode;

-- Two areas of two centres that share ground; see coverage_overlaps.sql.
CREATE TYPE overlap AS (
    area_id         bigint,
    other_area_id   bigint,
    other_id        bigint,                       -- the other centre
    km2             double precision              -- geodesic
);
