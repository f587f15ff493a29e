-- A post office's area as a person would write it: without the directory's codes ("Melur SO
-- Madurai", "Kulathur (TVL)", "EGMORE MDO"), stuck initials apart ("KPudur"), no capitals only.
CREATE OR REPLACE FUNCTION office_label(area text) RETURNS text
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
DECLARE
    label text := regexp_replace(area, '\s*\(.*$', '');
BEGIN
    label := regexp_replace(label, '\s+([BSH]\.?O|ND|NDS\.?O|MD[OG])\.?(\s.*)?$', '');
    label := regexp_replace(label, '^([A-Z]{1,2}|[A-Z]\.)(?=[A-Z][a-z]{3})', '\1 ');
    label := btrim(regexp_replace(label, '\s+', ' ', 'g'), ' -');
    label := regexp_replace(label, '(?<=[a-z]{2})\.+$', '');
    -- An area that was all code keeps it: a place needs a name.
    label := coalesce(nullif(label, ''), btrim(area));
    RETURN CASE WHEN label = upper(label) AND length(label) > 4 THEN initcap(label) ELSE label END;
END
$$;
