-- Attaches the functions of functions/coverage_keep.sql.

CREATE OR REPLACE TRIGGER service_areas_keep_coverage_insert AFTER INSERT ON service_areas
    REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION service_areas_keep_coverage();
CREATE OR REPLACE TRIGGER service_areas_keep_coverage_update AFTER UPDATE ON service_areas
    REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows
    FOR EACH STATEMENT EXECUTE FUNCTION service_areas_keep_coverage();
CREATE OR REPLACE TRIGGER service_areas_keep_coverage_delete AFTER DELETE ON service_areas
    REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION service_areas_keep_coverage();
CREATE OR REPLACE TRIGGER service_areas_keep_coverage_truncate AFTER TRUNCATE ON service_areas
    FOR EACH STATEMENT EXECUTE FUNCTION coverage_truncate();
CREATE OR REPLACE TRIGGER service_providers_keep_coverage_update AFTER UPDATE ON service_providers
    REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows
    FOR EACH STATEMENT EXECUTE FUNCTION service_providers_keep_coverage();
CREATE OR REPLACE TRIGGER service_providers_keep_coverage_delete AFTER DELETE ON service_providers
    REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION service_providers_keep_coverage();
CREATE OR REPLACE TRIGGER pincodes_keep_coverage_insert AFTER INSERT ON pincodes
    REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION pincodes_keep_coverage();
CREATE OR REPLACE TRIGGER pincodes_keep_coverage_update AFTER UPDATE ON pincodes
    REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows
    FOR EACH STATEMENT EXECUTE FUNCTION pincodes_keep_coverage();
CREATE OR REPLACE TRIGGER pincodes_keep_coverage_delete AFTER DELETE ON pincodes
    REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION pincodes_keep_coverage();
CREATE OR REPLACE TRIGGER pincodes_keep_coverage_truncate AFTER TRUNCATE ON pincodes
    FOR EACH STATEMENT EXECUTE FUNCTION coverage_truncate();
