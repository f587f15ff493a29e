-- What the database fills in by itself: a centre's `district` (the name to `district_lgd`), and
-- in `provider_services` the place of the approved centre, which the index by service needs.

CREATE OR REPLACE FUNCTION service_providers_fill_in() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
    -- An unknown district becomes '', which the foreign key then refuses by its name.
    NEW.district := coalesce((SELECT name FROM districts WHERE lgd = NEW.district_lgd), '');
    RETURN NEW;
END
$$;

CREATE OR REPLACE FUNCTION provider_services_fill_in() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
    -- The lock waits for an approval or a move under way, and holds off the next one until this row
    -- can be seen by it.
    SELECT CASE WHEN status = 'approved' THEN location_xy END INTO NEW.approved_xy
    FROM service_providers WHERE id = NEW.provider_id FOR SHARE;
    RETURN NEW;
END
$$;

CREATE OR REPLACE FUNCTION service_providers_carry_place() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
    UPDATE provider_services s SET approved_xy = CASE WHEN n.status = 'approved' THEN n.location_xy END
    FROM old_rows o JOIN new_rows n USING (id)
    WHERE s.provider_id = n.id
        AND ((o.status = 'approved') <> (n.status = 'approved')
            OR n.status = 'approved' AND (o.lat, o.lng) <> (n.lat, n.lng));
    RETURN NULL;
END
$$;
