-- Attaches the functions of functions/service_areas_keep_history.sql and functions/service_providers_keep_history.sql.
--
-- By their names they fire after the triggers ..._keep_coverage_..., which have taken the lock then.

CREATE OR REPLACE TRIGGER service_areas_number_change BEFORE UPDATE ON service_areas
    FOR EACH ROW EXECUTE FUNCTION service_areas_number_change();
CREATE OR REPLACE TRIGGER service_areas_keep_history_insert AFTER INSERT ON service_areas
    REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION service_areas_keep_history();
CREATE OR REPLACE TRIGGER service_areas_keep_history_update AFTER UPDATE ON service_areas
    REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows
    FOR EACH STATEMENT EXECUTE FUNCTION service_areas_keep_history();
CREATE OR REPLACE TRIGGER service_areas_keep_history_delete AFTER DELETE ON service_areas
    REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION service_areas_keep_history();
CREATE OR REPLACE TRIGGER service_areas_keep_history_truncate AFTER TRUNCATE ON service_areas
    FOR EACH STATEMENT EXECUTE FUNCTION service_areas_end_history();

CREATE OR REPLACE TRIGGER service_providers_keep_history_insert AFTER INSERT ON service_providers
    REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION service_providers_keep_history();
CREATE OR REPLACE TRIGGER service_providers_keep_history_update AFTER UPDATE ON service_providers
    REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows
    FOR EACH STATEMENT EXECUTE FUNCTION service_providers_keep_history();
CREATE OR REPLACE TRIGGER service_providers_keep_history_delete AFTER DELETE ON service_providers
    REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION service_providers_keep_history();
CREATE OR REPLACE TRIGGER service_providers_keep_history_truncate AFTER TRUNCATE ON service_providers
    FOR EACH STATEMENT EXECUTE FUNCTION service_providers_end_history();
