-- Places along the state's land border, about 4 km apart, each with the pincode that lies there: where sample
-- centres stand whose customers live in two states.
--
-- The boundary file doesn't say which side is sea. The neighbours lie west and north of Tamil Nadu and the sea
-- east and south of it, so a border point is on land when no other part of the state lies due west of it or
-- due north of it. (The west coast of Kanniyakumari, 60 km, and a little of the north-eastern slip through.)
CREATE OR REPLACE FUNCTION sample_border_points()
RETURNS TABLE (pincode integer, lat double precision, lng double precision)
LANGUAGE sql STABLE AS $$
    WITH outline AS MATERIALIZED (
        SELECT sample_outline() AS geom
    ), mainland AS MATERIALIZED (
        SELECT part.geom FROM outline, ST_Dump(outline.geom) AS part ORDER BY ST_Area(part.geom) DESC LIMIT 1
    ), border AS (
        SELECT ST_ExteriorRing(geom) AS line FROM mainland
    ), point AS (
        SELECT dumped.path[1] AS position, dumped.geom
        FROM border, ST_Dump(ST_LineInterpolatePoints(line, 4.0 / (ST_Length(line::geography) / 1000))) AS dumped
    ), landward AS (
        SELECT point.position, point.geom FROM point, mainland
        WHERE NOT ST_Intersects(mainland.geom,
                ST_MakeLine(ST_Translate(point.geom, -0.005, 0), ST_Translate(point.geom, -5, 0)))
            OR NOT ST_Intersects(mainland.geom,
                ST_MakeLine(ST_Translate(point.geom, 0, 0.005), ST_Translate(point.geom, 0, 6)))
    )
    SELECT cell.pincode::integer, ST_Y(landward.geom), ST_X(landward.geom)
    FROM landward CROSS JOIN LATERAL (
        SELECT c.pincode FROM pincode_cells AS c
        WHERE ST_DWithin(c.geom, landward.geom, 0.01)
        ORDER BY ST_Distance(c.geom, landward.geom), c.pincode LIMIT 1
    ) AS cell
    ORDER BY landward.position
$$;
