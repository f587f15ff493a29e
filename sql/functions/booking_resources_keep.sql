-- Keeps a row for each bench and technician that a centre says it has. One that is taken away only retires: what is
-- booked on it stays, and it comes back as itself.
CREATE OR REPLACE FUNCTION booking_resources_keep() RETURNS trigger
LANGUAGE plpgsql AS $$
DECLARE
    centres bigint[];
BEGIN
    IF TG_OP = 'INSERT' THEN
        centres := ARRAY(SELECT id FROM new_rows);
    ELSE
        centres := ARRAY(SELECT n.id FROM new_rows n JOIN old_rows o USING (id)
            WHERE (n.benches, n.technicians) <> (o.benches, o.technicians));
    END IF;
    IF cardinality(centres) = 0 THEN RETURN NULL; END IF;
    INSERT INTO booking_resources AS r (provider_id, kind, number)
    SELECT n.id, k.kind, number
    FROM new_rows n CROSS JOIN LATERAL (VALUES ('bench', n.benches), ('technician', n.technicians)) AS k (kind, count)
    CROSS JOIN LATERAL generate_series(1, k.count) AS number
    WHERE n.id = ANY (centres)
    ON CONFLICT ON CONSTRAINT booking_resources_once DO UPDATE SET retired_at = NULL WHERE r.retired_at IS NOT NULL;
    IF TG_OP = 'UPDATE' THEN
        UPDATE booking_resources r SET retired_at = now()
        FROM new_rows n
        WHERE n.id = ANY (centres) AND r.provider_id = n.id AND r.retired_at IS NULL
            AND r.number > CASE r.kind WHEN 'bench' THEN n.benches ELSE n.technicians END;
    END IF;
    RETURN NULL;
END
$$;
