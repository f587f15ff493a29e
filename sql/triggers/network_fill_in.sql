-- Attaches the functions of functions/network_fill_in.sql.

CREATE OR REPLACE TRIGGER service_providers_fill_in
    BEFORE INSERT OR UPDATE OF district_lgd ON service_providers
    FOR EACH ROW EXECUTE FUNCTION service_providers_fill_in();
CREATE OR REPLACE TRIGGER provider_services_fill_in
    BEFORE INSERT OR UPDATE OF provider_id, approved_xy ON provider_services
    FOR EACH ROW EXECUTE FUNCTION provider_services_fill_in();
CREATE OR REPLACE TRIGGER service_providers_carry_place
    AFTER UPDATE ON service_providers REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows
    FOR EACH STATEMENT EXECUTE FUNCTION service_providers_carry_place();
