-- Attaches the functions of functions/network_announce.sql and functions/network_notify.sql.
--
-- Named so as to fire after the triggers ..._keep_coverage_..., in the order of names: those take the
-- lock under which coverage changes, and only behind it can be seen what a transaction that has just
-- ended did to the same centre. Before it, an area and the approval of its centre, changed by two
-- transactions at once, would each take the other for not yet there, and nobody would be told.

CREATE OR REPLACE TRIGGER service_providers_notify_insert AFTER INSERT ON service_providers
    REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION service_providers_announce();
CREATE OR REPLACE TRIGGER service_providers_notify_update AFTER UPDATE ON service_providers
    REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows
    FOR EACH STATEMENT EXECUTE FUNCTION service_providers_announce();
CREATE OR REPLACE TRIGGER service_providers_notify_delete AFTER DELETE ON service_providers
    REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION service_providers_announce();
CREATE OR REPLACE TRIGGER service_providers_notify_truncate AFTER TRUNCATE ON service_providers
    FOR EACH STATEMENT EXECUTE FUNCTION network_notify_all();

CREATE OR REPLACE TRIGGER provider_services_notify_insert AFTER INSERT ON provider_services
    REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION provider_services_announce();
CREATE OR REPLACE TRIGGER provider_services_notify_update AFTER UPDATE ON provider_services
    REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows
    FOR EACH STATEMENT EXECUTE FUNCTION provider_services_announce();
CREATE OR REPLACE TRIGGER provider_services_notify_delete AFTER DELETE ON provider_services
    REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION provider_services_announce();
CREATE OR REPLACE TRIGGER provider_services_notify_truncate AFTER TRUNCATE ON provider_services
    FOR EACH STATEMENT EXECUTE FUNCTION network_notify_all();

CREATE OR REPLACE TRIGGER service_areas_notify_insert AFTER INSERT ON service_areas
    REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION service_areas_announce();
CREATE OR REPLACE TRIGGER service_areas_notify_update AFTER UPDATE ON service_areas
    REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows
    FOR EACH STATEMENT EXECUTE FUNCTION service_areas_announce();
CREATE OR REPLACE TRIGGER service_areas_notify_delete AFTER DELETE ON service_areas
    REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION service_areas_announce();
CREATE OR REPLACE TRIGGER service_areas_notify_truncate AFTER TRUNCATE ON service_areas
    FOR EACH STATEMENT EXECUTE FUNCTION network_notify_all();

-- Row by row, for the sake of WHEN: these tables are small, and a statement that leaves them as
-- they are (a seed applied again) must not empty every node's kept answers.
CREATE OR REPLACE TRIGGER services_notify AFTER INSERT OR DELETE ON services
    FOR EACH ROW EXECUTE FUNCTION network_notify_all();
CREATE OR REPLACE TRIGGER services_notify_update AFTER UPDATE ON services
    FOR EACH ROW WHEN (OLD.* IS DISTINCT FROM NEW.*) EXECUTE FUNCTION network_notify_all();
CREATE OR REPLACE TRIGGER pincodes_announce AFTER INSERT OR DELETE ON pincodes
    FOR EACH ROW EXECUTE FUNCTION network_notify_all();
CREATE OR REPLACE TRIGGER pincodes_notify_update AFTER UPDATE ON pincodes
    FOR EACH ROW WHEN (OLD.* IS DISTINCT FROM NEW.*) EXECUTE FUNCTION network_notify_all();
CREATE OR REPLACE TRIGGER pincodes_notify_truncate AFTER TRUNCATE ON pincodes
    FOR EACH STATEMENT EXECUTE FUNCTION network_notify_all();
CREATE OR REPLACE TRIGGER districts_notify_update AFTER UPDATE ON districts
    FOR EACH ROW WHEN (OLD.* IS DISTINCT FROM NEW.*) EXECUTE FUNCTION network_notify_all();
-- The load's own mark, for what it changed besides (place names, cells).
CREATE OR REPLACE TRIGGER geodata_loads_notify AFTER INSERT ON geodata_loads
    FOR EACH STATEMENT EXECUTE FUNCTION network_notify_all();
-- What a place is called, and the ground of a pincode, is in answers too.
CREATE OR REPLACE TRIGGER places_notify AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON places
    FOR EACH STATEMENT EXECUTE FUNCTION network_notify_all();
CREATE OR REPLACE TRIGGER pincode_cells_notify AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON pincode_cells
    FOR EACH STATEMENT EXECUTE FUNCTION network_notify_all();
