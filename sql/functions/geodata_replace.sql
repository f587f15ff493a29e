-- Last step of a load: puts the staged data in force. Rows that did not change are not touched,
-- so the same data loaded again changes nothing; what vanished is deleted. A district or pincode
-- that other data hang on can't vanish: the foreign key then refuses the load.
CREATE OR REPLACE FUNCTION geodata_replace() RETURNS integer
LANGUAGE plpgsql AS $$
DECLARE
    touched integer := 0;
    n integer;
BEGIN
    INSERT INTO districts AS d (lgd, boundary_code, name, name_ta, seat, seat_ta, population, geom, area_km2)
    SELECT lgd, boundary_code, name, name_ta, seat, seat_ta, population, geom, area_m2 / 1e6 FROM staged_districts
    ON CONFLICT (lgd) DO UPDATE SET boundary_code = excluded.boundary_code, name = excluded.name,
        name_ta = excluded.name_ta, seat = excluded.seat, seat_ta = excluded.seat_ta,
        population = excluded.population, geom = excluded.geom, area_km2 = excluded.area_km2
    WHERE (d.boundary_code, d.name, d.name_ta, d.seat, d.seat_ta, d.population, d.geom, d.area_km2)
        IS DISTINCT FROM (excluded.boundary_code, excluded.name, excluded.name_ta, excluded.seat,
            excluded.seat_ta, excluded.population, excluded.geom, excluded.area_km2);
    GET DIAGNOSTICS n = ROW_COUNT; touched := touched + n;

    INSERT INTO pincodes AS p (pincode, name, district_lgd, state, lat, lng, spread_km, quality, source,
        offices_total, offices_used)
    SELECT pincode, name, district_lgd, 'Tamil Nadu', lat, lng, spread_km, quality, source,
        offices_total, offices_used
    FROM staged_descriptions
    ON CONFLICT (pincode) DO UPDATE SET name = excluded.name, district_lgd = excluded.district_lgd,
        lat = excluded.lat, lng = excluded.lng, spread_km = excluded.spread_km, quality = excluded.quality,
        source = excluded.source, offices_total = excluded.offices_total, offices_used = excluded.offices_used
    WHERE (p.name, p.district_lgd, p.lat, p.lng, p.spread_km, p.quality, p.source, p.offices_total, p.offices_used)
        IS DISTINCT FROM (excluded.name, excluded.district_lgd, excluded.lat, excluded.lng, excluded.spread_km,
            excluded.quality, excluded.source, excluded.offices_total, excluded.offices_used);
    GET DIAGNOSTICS n = ROW_COUNT; touched := touched + n;

    INSERT INTO pincode_cells AS c (pincode, geom, area_km2)
    SELECT pincode, geom, ST_Area(geom::geography) / 1e6 FROM staged_cells
    ON CONFLICT (pincode) DO UPDATE SET geom = excluded.geom, area_km2 = excluded.area_km2
    WHERE c.geom IS DISTINCT FROM excluded.geom;
    GET DIAGNOSTICS n = ROW_COUNT; touched := touched + n;

    INSERT INTO post_offices AS o (id, pincode, name, area, office_type, delivers, district_named,
        district_lgd, lat_raw, lng_raw, lat, lng, status, weight)
    SELECT id, pincode, name, area, office_type, delivers, district_named,
        district_lgd, lat_raw, lng_raw, lat, lng, status, weight
    FROM staged_offices
    ON CONFLICT (id) DO UPDATE SET pincode = excluded.pincode, name = excluded.name, area = excluded.area,
        office_type = excluded.office_type, delivers = excluded.delivers, district_named = excluded.district_named,
        district_lgd = excluded.district_lgd, lat_raw = excluded.lat_raw, lng_raw = excluded.lng_raw,
        lat = excluded.lat, lng = excluded.lng, status = excluded.status, weight = excluded.weight
    WHERE (o.pincode, o.name, o.area, o.office_type, o.delivers, o.district_named, o.district_lgd, o.lat_raw,
        o.lng_raw, o.lat, o.lng, o.status, o.weight)
        IS DISTINCT FROM (excluded.pincode, excluded.name, excluded.area, excluded.office_type, excluded.delivers,
            excluded.district_named, excluded.district_lgd, excluded.lat_raw, excluded.lng_raw, excluded.lat,
            excluded.lng, excluded.status, excluded.weight);
    GET DIAGNOSTICS n = ROW_COUNT; touched := touched + n;

    RETURN touched + geodata_delete_vanished();
END
$$;

CREATE OR REPLACE FUNCTION geodata_delete_vanished() RETURNS integer
LANGUAGE plpgsql AS $$
DECLARE
    touched integer := 0;
    n integer;
BEGIN
    DELETE FROM post_offices o WHERE NOT EXISTS (SELECT FROM staged_offices s WHERE s.id = o.id);
    GET DIAGNOSTICS n = ROW_COUNT; touched := touched + n;
    DELETE FROM pincodes p WHERE NOT EXISTS (SELECT FROM staged_descriptions s WHERE s.pincode = p.pincode);
    GET DIAGNOSTICS n = ROW_COUNT; touched := touched + n;
    DELETE FROM districts d WHERE NOT EXISTS (SELECT FROM staged_districts s WHERE s.lgd = d.lgd);
    GET DIAGNOSTICS n = ROW_COUNT; touched := touched + n;
    RETURN touched;
END
$$;
