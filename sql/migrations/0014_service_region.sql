-- Where service areas may lie: Tamil Nadu and 50 km around it. Kept, because it takes a quarter of a second to work out
-- and each drawn area is held against it. Filled by allowed_region_keep().

CREATE TABLE service_region (
    only_row        boolean PRIMARY KEY DEFAULT true,
    geom            geometry(MultiPolygon, 4326) NOT NULL,
    CONSTRAINT service_region_only_row CHECK (only_row),
    CONSTRAINT service_region_geom_valid CHECK (ST_IsValid(geom) AND NOT ST_IsEmpty(geom))
);
