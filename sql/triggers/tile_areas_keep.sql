-- Attaches the functions of functions/tile_areas_keep.sql. Named so as to fire after ..._keep_coverage_... and before
-- ..._notify_...: under the lock of the one, and before the other tells anybody.

CREATE OR REPLACE TRIGGER service_areas_keep_tiles_insert AFTER INSERT ON service_areas
    REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION service_areas_keep_tiles();
CREATE OR REPLACE TRIGGER service_areas_keep_tiles_update AFTER UPDATE ON service_areas
    REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows
    FOR EACH STATEMENT EXECUTE FUNCTION service_areas_keep_tiles();
CREATE OR REPLACE TRIGGER service_areas_keep_tiles_delete AFTER DELETE ON service_areas
    REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION service_areas_keep_tiles();
CREATE OR REPLACE TRIGGER service_areas_keep_tiles_truncate AFTER TRUNCATE ON service_areas
    FOR EACH STATEMENT EXECUTE FUNCTION tile_areas_truncate();
-- A new centre has no areas yet, and a deleted one's are deleted with it.
CREATE OR REPLACE TRIGGER service_providers_keep_tiles_update AFTER UPDATE ON service_providers
    REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows
    FOR EACH STATEMENT EXECUTE FUNCTION service_providers_keep_tiles();
-- The ground that tiles show is made anew by a load of geodata, and by the first start of a version that knows tiles.
CREATE OR REPLACE TRIGGER tile_ground_notify AFTER INSERT OR UPDATE ON tile_ground
    FOR EACH STATEMENT EXECUTE FUNCTION network_notify_all();
