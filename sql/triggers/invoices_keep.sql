-- Attach the functions of functions/invoices_keep.sql and append_only.sql.

CREATE OR REPLACE TRIGGER invoices_keep BEFORE UPDATE OR DELETE OR TRUNCATE ON invoices
    FOR EACH STATEMENT EXECUTE FUNCTION append_only('what was issued stays as it is');
CREATE OR REPLACE TRIGGER invoice_lines_keep BEFORE UPDATE OR DELETE OR TRUNCATE ON invoice_lines
    FOR EACH STATEMENT EXECUTE FUNCTION append_only('what was issued stays as it is');
CREATE OR REPLACE TRIGGER invoice_files_keep BEFORE UPDATE OR DELETE OR TRUNCATE ON invoice_files
    FOR EACH STATEMENT EXECUTE FUNCTION append_only('what was issued stays as it is');
CREATE OR REPLACE TRIGGER commission_invoice_files_keep BEFORE UPDATE OR DELETE OR TRUNCATE ON commission_invoice_files
    FOR EACH STATEMENT EXECUTE FUNCTION append_only('what was issued stays as it is');

CREATE OR REPLACE TRIGGER invoice_counters_keep BEFORE INSERT OR UPDATE OR DELETE ON invoice_counters
    FOR EACH ROW EXECUTE FUNCTION invoice_counters_keep();
