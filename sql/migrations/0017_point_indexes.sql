-- SP-GiST's quadrants compare coordinates with a tolerance of 1e-6 of their own, and give up ("getQuadrant: impossible
-- case") where two differ by just that. Degrees that a phone wrote down with six decimals can, and so can what is drawn
-- in units of the world's width; GiST's boxes compare as they are.
DROP INDEX tile_areas_at;
DROP INDEX service_providers_lng_lat;
DROP INDEX places_lng_lat;
CREATE INDEX tile_areas_at ON tile_areas USING gist (at);
CREATE INDEX service_providers_lng_lat ON service_providers USING gist (point(lng, lat)) WHERE status = 'approved';
CREATE INDEX places_lng_lat ON places USING gist (point(lng, lat));
