-- Attaches the function of functions/booking_resources_keep.sql.

CREATE OR REPLACE TRIGGER booking_resources_keep_insert AFTER INSERT ON service_providers
    REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION booking_resources_keep();
CREATE OR REPLACE TRIGGER booking_resources_keep_update AFTER UPDATE ON service_providers
    REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION booking_resources_keep();
