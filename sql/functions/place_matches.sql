-- The places whose name is, begins with, sounds like or nearly is `q`, each with what it costs to
-- believe so (0 is the very name), cheapest first; one row a place, by its best name. `districts`
-- and the pincodes from `low` to `high`, where given, come before all others.
--
-- Costs: 0 the name, 0.7 its beginning, 0.8 the sound, 1.4 the beginning by sound, 1 + 0.5 for each
-- wrong letter; 0.1 for each step of rank, so that of equal matches the better known comes first,
-- and a city's beginning ("madur") comes before a hamlet's whole name; 0.6 outside the given
-- districts or pincodes, no more, since people say Chennai of places beyond its border. Candidates
-- come from the three indexes of place_names; edit distance, which no index knows, only orders them.
-- plpgsql with a generic plan: planning these branches would take longer than running them.
--
-- Only a superuser may name pg_trgm's setting before its library is in the session: bring it in.
DO $$ BEGIN PERFORM show_limit(); END $$;

CREATE OR REPLACE FUNCTION place_matches(q text, districts integer[], low integer, high integer, lim integer)
RETURNS TABLE (place_id integer, cost real)
LANGUAGE plpgsql STABLE PARALLEL SAFE ROWS 10
SET plan_cache_mode = force_generic_plan
SET random_page_cost = 1 -- the gazetteer is in memory; 4 makes the join read all places each time
SET pg_trgm.similarity_threshold = 0.25
AS $$
DECLARE
    spelt text COLLATE "C" := left(name_key(q), 60);
    sound text COLLATE "C" := left(sound_key(q), 60);
    -- The first key after all that begin with these.
    spelt_end text COLLATE "C" := spelt || chr(1114111);
    sound_end text COLLATE "C" := sound || chr(1114111);
    letters integer := length(sound);
    most_edits integer := CASE WHEN letters < 4 THEN 0 WHEN letters < 6 THEN 1 WHEN letters < 9 THEN 2 ELSE 3 END;
BEGIN
    IF spelt = '' THEN
        RETURN;
    END IF;
    RETURN QUERY
    WITH hits AS (
        SELECT n.place_id, CASE WHEN n.name_key = spelt THEN 0
            ELSE 0.7 + 0.1 * (1 - length(spelt)::real / length(n.name_key)) END AS cost
        FROM place_names n WHERE n.name_key >= spelt AND n.name_key < spelt_end
        UNION ALL
        SELECT n.place_id, CASE WHEN n.sound_key = sound THEN 0.8
            ELSE 1.4 + 0.1 * (1 - letters::real / length(n.sound_key)) END
        FROM place_names n WHERE letters >= 3 AND n.sound_key >= sound AND n.sound_key < sound_end
        UNION ALL
        SELECT n.place_id, 1 + 0.35 * least(by_name, by_sound) + 0.15 * least(greatest(by_name, by_sound), most_edits)
        FROM place_names n
        CROSS JOIN LATERAL (SELECT typing_edits(n.name_key, spelt, most_edits) AS by_name,
            typing_edits(n.sound_key, sound, most_edits) AS by_sound) AS edits
        WHERE most_edits > 0 AND n.sound_key % sound AND least(by_name, by_sound) <= most_edits
    ), best AS (
        SELECT h.place_id, min(h.cost) AS cost FROM hits h GROUP BY h.place_id
    ), ranked AS (
        SELECT p.id, b.cost + 0.1 * (p.rank - 1) + CASE WHEN p.district_lgd <> ALL (districts)
            OR p.pincode NOT BETWEEN low AND high THEN 0.6 ELSE 0 END AS total
        FROM best b JOIN places p ON p.id = b.place_id
    )
    SELECT r.id, r.total::real FROM ranked r
    WHERE r.total <= (SELECT min(total) + 2 FROM ranked)
    ORDER BY r.total, r.id
    LIMIT lim;
END
$$;
