-- Tells every node what a committed change of the network can affect, so that it drops the answers
-- it keeps. One notification on the channel `istri_network` per statement, none when nothing that
-- a visitor can see changed (a centre that is not approved, an update to the same values).
--
-- Payload: {"all":true} or
--     {"changes":[{"id":7,"points":[[80.27,13.08],...],"box":[w,s,e,n]|null},...]}
-- id      the centre: answers that name it are out of date.
-- points  where it was and is, longitude first: answers whose reach a point lies within are out of
--         date, since it may enter or leave them. Empty when place, approval and services stayed.
-- box     encloses the ground on which what it covers changed: answers for a place in it are out of
--         date. Null when its coverage stayed.
-- More than 30 centres, or too long for a notification (8,000 bytes), is {"all":true}.
CREATE OR REPLACE FUNCTION network_notify(changes jsonb) RETURNS void
LANGUAGE plpgsql AS $$
DECLARE
    payload text := jsonb_build_object('changes', changes)::text;
BEGIN
    IF coalesce(jsonb_array_length(changes), 0) = 0 THEN
        RETURN;
    END IF;
    IF jsonb_array_length(changes) > 30 OR octet_length(payload) >= 8000 THEN
        payload := '{"all":true}';
    END IF;
    PERFORM pg_notify('istri_network', payload);
END
$$;

-- One element of `changes`.
CREATE OR REPLACE FUNCTION network_change(id bigint, points point[], ground geometry) RETURNS jsonb
LANGUAGE sql IMMUTABLE AS $$
    SELECT jsonb_build_object(
        'id', id,
        'points', coalesce(
            (SELECT jsonb_agg(jsonb_build_array(p[0], p[1])) FROM unnest(points) AS p WHERE p IS NOT NULL), '[]'),
        'box', CASE WHEN ground IS NOT NULL THEN
            jsonb_build_array(ST_XMin(ground), ST_YMin(ground), ST_XMax(ground), ST_YMax(ground)) END)
$$;

-- For changes that a list of centres can't describe: pincodes, districts, services, a truncated table.
CREATE OR REPLACE FUNCTION network_notify_all() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_notify('istri_network', '{"all":true}');
    RETURN NULL;
END
$$;
