-- The centres with a status in the order of their names, after `after_name` and `after_id` (null: from
-- the beginning), `k` of them; each filter is null when it isn't asked for. `district` is a name or an
-- LGD code, `q` a part of the centre's name, city and district ignore case.
--
-- plpgsql and EXECUTE, because with every filter optional one plan can't fit all questions: each gets
-- only the conditions that it has. The values stay parameters.
CREATE OR REPLACE FUNCTION list_centres(
    status text, city text, district text, pincode integer, q text, service text, after_name text, after_id bigint, k integer
) RETURNS SETOF service_providers
LANGUAGE plpgsql STABLE AS $$
DECLARE
    conditions text := ' s.status = $9';
BEGIN
    -- As the index service_providers_listed has it.
    IF status = 'approved' THEN conditions := $c$ s.status = 'approved' $c$; END IF;
    IF city IS NOT NULL THEN conditions := conditions || ' AND lower(s.city) = lower($1)'; END IF;
    IF district IS NOT NULL THEN
        conditions := conditions ||
            ' AND s.district_lgd IN (SELECT lgd FROM districts WHERE lower(name) = lower($2) OR lgd::text = $2)';
    END IF;
    IF pincode IS NOT NULL THEN conditions := conditions || ' AND s.pincode = $3'; END IF;
    IF q IS NOT NULL THEN
        conditions := conditions || $c$ AND s.center_name ILIKE '%' || regexp_replace($4, '([\\%_])', '\\\1', 'g') || '%'$c$;
    END IF;
    IF service IS NOT NULL THEN
        conditions := conditions ||
            ' AND EXISTS (SELECT FROM provider_services o WHERE o.provider_id = s.id AND o.service = $5)';
    END IF;
    IF after_name IS NOT NULL THEN conditions := conditions || ' AND (s.center_name, s.id) > ($6, $7)'; END IF;
    RETURN QUERY EXECUTE
        'SELECT s.* FROM service_providers s WHERE' || conditions || ' ORDER BY s.center_name, s.id LIMIT $8'
        USING city, district, pincode, q, service, after_name, after_id, k, status;
END
$$;
