-- Attaches the function of functions/closures_keep.sql.

CREATE OR REPLACE TRIGGER closures_keep_insert AFTER INSERT ON closures
    REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION closures_keep();
CREATE OR REPLACE TRIGGER closures_keep_update AFTER UPDATE ON closures
    REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION closures_keep();
CREATE OR REPLACE TRIGGER closures_keep_delete AFTER DELETE ON closures
    REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION closures_keep();
