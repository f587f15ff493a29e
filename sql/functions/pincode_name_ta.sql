-- The Tamil form of a pincode's name: that of the best known place in it which is called so and whose Tamil name is
-- listed; null where there is none, as for most. A list of cells asks it of each, so its plan is kept: plpgsql. The key
-- stands in a query of its own, which is made once at most, and not for each name that is looked at.
CREATE OR REPLACE FUNCTION pincode_name_ta(wanted integer, called text) RETURNS text
LANGUAGE plpgsql STABLE PARALLEL SAFE AS $$
BEGIN
    RETURN (
        SELECT l.label_ta FROM places l
        WHERE l.pincode = wanted AND l.kind <> 'district' AND l.label_ta IS NOT NULL
            AND EXISTS (SELECT FROM place_names n WHERE n.place_id = l.id AND n.name_key = (SELECT name_key(called)))
        ORDER BY l.rank, l.id LIMIT 1);
END
$$;
