-- A kept report with the names of its centres as they are now.
CREATE OR REPLACE FUNCTION report_named(parts jsonb) RETURNS jsonb
LANGUAGE sql STABLE AS $$
    SELECT jsonb_object_agg(p.key, CASE WHEN p.key IN ('earnings', 'providers') THEN (
            SELECT coalesce(jsonb_agg(r.value || jsonb_build_object('center_name', s.center_name, 'city', s.city,
                'district', s.district) ORDER BY r.position), '[]')
            FROM jsonb_array_elements(p.value) WITH ORDINALITY AS r (value, position)
            LEFT JOIN service_providers s ON s.id = (r.value->>'provider_id')::bigint
        ) ELSE p.value END)
    FROM jsonb_each(parts) AS p
$$;

-- What there is of a month's report, and has it made when it isn't there, or may have changed since: a month that was over
-- for a week when it was made stays as it is, others are made anew after so long. In that week centres still say what
-- became of the last days' bookings. Without a row for a month that hasn't begun.
--
-- The job's name and payload are those of MakeReportJob.
CREATE OR REPLACE FUNCTION report_ask(
    wanted date, good_for interval, OUT parts jsonb, OUT made_at timestamptz, OUT is_final boolean, OUT is_asked boolean,
    OUT done_parts integer)
LANGUAGE plpgsql AS $$
DECLARE
    ends timestamptz := (wanted + interval '1 month') AT TIME ZONE 'Asia/Kolkata';
    kept reports;
BEGIN
    INSERT INTO reports (month) VALUES (wanted) ON CONFLICT (month) DO NOTHING;
    SELECT * INTO kept FROM reports r WHERE r.month = wanted;
    made_at := kept.made_at;
    is_final := kept.made_at >= ends + interval '7 days';
    is_asked := NOT coalesce(is_final OR kept.made_at > now() - good_for, false);
    IF is_asked THEN
        INSERT INTO jobs (kind, payload, unique_key)
        SELECT 'reports.make', json_build_object('month', to_char(wanted, 'YYYY-MM')), to_char(wanted, 'YYYY-MM')
        -- One that runs goes on.
        WHERE NOT EXISTS (SELECT FROM jobs j WHERE j.kind = 'reports.make' AND j.status = 'running'
            AND j.payload->>'month' = to_char(wanted, 'YYYY-MM'))
        ON CONFLICT (kind, unique_key) WHERE status = 'waiting' AND unique_key IS NOT NULL DO NOTHING;
    END IF;
    done_parts := (SELECT count(*) FROM jsonb_object_keys(kept.draft));
    parts := report_named(kept.parts);
END
$$;
