-- What this load found: counts by reason, and the offices and pincodes behind each count. Only of
-- the data, without times or row counts, so the same data give the same report.
CREATE OR REPLACE FUNCTION geodata_report() RETURNS jsonb
LANGUAGE plpgsql AS $$
DECLARE
    office_findings jsonb;
    pincode_findings jsonb;
BEGIN
    WITH listed AS (
        SELECT status, count(*) AS offices, CASE WHEN status ~ '^(repaired|dropped)' THEN
            jsonb_agg(jsonb_build_object('id', id, 'pincode', pincode, 'name', name,
                'lat_raw', lat_raw, 'lng_raw', lng_raw) ORDER BY id) END AS list
        FROM staged_offices GROUP BY status
    )
    SELECT jsonb_build_object('read', coalesce(sum(offices), 0),
        'by_status', coalesce(jsonb_object_agg(status, offices), '{}'),
        'lists', coalesce(jsonb_object_agg(status, list) FILTER (WHERE list IS NOT NULL), '{}'))
    INTO office_findings FROM listed;

    WITH listed AS (
        SELECT quality, count(*) AS pincodes, jsonb_agg(pincode ORDER BY pincode) AS list
        FROM staged_descriptions GROUP BY quality
    )
    SELECT jsonb_build_object('placed', coalesce(sum(pincodes), 0),
        'by_quality', coalesce(jsonb_object_agg(quality, pincodes), '{}'),
        'lists', coalesce(jsonb_object_agg(quality, list)
            FILTER (WHERE quality IN ('poor', 'estimated', 'override')), '{}'))
    INTO pincode_findings FROM listed;

    RETURN jsonb_build_object('offices', office_findings, 'pincodes', pincode_findings,
        'districts', (SELECT count(*) FROM staged_districts),
        'cells', (SELECT count(*) FROM staged_cells),
        'broken_lines', (
            SELECT coalesce(jsonb_agg(to_jsonb(b) ORDER BY file, line_number), '[]') FROM staged_broken b));
END
$$;

-- Keeps the report beside the data it describes. The same data loaded again add no row.
CREATE OR REPLACE FUNCTION geodata_record(data_sha256 text) RETURNS jsonb
LANGUAGE plpgsql AS $$
DECLARE
    findings jsonb := geodata_report();
BEGIN
    INSERT INTO geodata_loads (source_sha256, report)
    SELECT data_sha256, findings
    WHERE (data_sha256, findings) IS DISTINCT FROM
        (SELECT (source_sha256, report) FROM geodata_loads ORDER BY id DESC LIMIT 1);
    RETURN findings;
END
$$;
