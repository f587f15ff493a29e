-- The matches of the whole text, or, if these are believed more easily, those of its other words
-- once a district's name (or its beginning) or a pincode at either end is taken as telling where.
CREATE OR REPLACE FUNCTION best_place_matches(q text, lim integer)
RETURNS TABLE (place_id integer, cost real)
LANGUAGE plpgsql STABLE PARALLEL SAFE ROWS 10 AS $$
DECLARE
    words text[] := regexp_split_to_array(btrim(q, E' \t\n,-'), '[\s,]+(-\s+)?');
    ids integer[]; costs real[];
    narrowed_ids integer[]; narrowed_costs real[];
    rest text; tail text; districts integer[]; low integer; high integer;
BEGIN
    SELECT array_agg(m.place_id), array_agg(m.cost) INTO ids, costs FROM place_matches(q, NULL, NULL, NULL, lim) AS m;
    IF words[1] ~ '^[0-9]{6}$' THEN
        words := words[2:] || words[1];
    END IF;
    FOR n IN 1 .. CASE WHEN coalesce(costs[1], 9) < 1 THEN 0 ELSE least(2, cardinality(words) - 1) END LOOP
        rest := array_to_string(words[:cardinality(words) - n], ' ');
        tail := array_to_string(words[cardinality(words) - n + 1:], '');
        districts := NULL; low := NULL; high := NULL;
        IF tail ~ '^[1-9][0-9]{2,5}$' THEN
            low := rpad(tail, 6, '0')::integer;
            high := rpad(tail, 6, '9')::integer;
        ELSE
            districts := districts_called(name_key(tail));
            CONTINUE WHEN districts = '{}';
        END IF;
        SELECT array_agg(m.place_id), array_agg(m.cost) INTO narrowed_ids, narrowed_costs
        FROM place_matches(rest, districts, low, high, lim) AS m;
        IF narrowed_costs[1] < coalesce(costs[1], 9) THEN
            ids := narrowed_ids;
            costs := narrowed_costs;
        END IF;
    END LOOP;
    RETURN QUERY SELECT * FROM unnest(ids, costs);
END
$$;

-- The districts of this name, or if there is none, those whose names begin so.
CREATE OR REPLACE FUNCTION districts_called(key text) RETURNS integer[]
LANGUAGE plpgsql STABLE PARALLEL SAFE AS $$
DECLARE
    beginning text COLLATE "C" := key;
    beginning_end text COLLATE "C" := key || chr(1114111);
BEGIN
    RETURN ARRAY(
        SELECT district_lgd FROM (
            SELECT p.district_lgd, rank() OVER (ORDER BY n.name_key <> beginning) AS place
            FROM place_names n JOIN places p ON p.id = n.place_id AND p.kind = 'district'
            WHERE n.name_key >= beginning AND n.name_key < beginning_end AND length(beginning) >= 3
        ) AS named WHERE place = 1);
END
$$;
