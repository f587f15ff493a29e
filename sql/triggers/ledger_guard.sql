-- Attaches the functions of functions/ledger_guard.sql and append_only.sql.

CREATE OR REPLACE TRIGGER ledger_entries_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON ledger_entries
    FOR EACH STATEMENT EXECUTE FUNCTION append_only('what was written there stays written');
CREATE OR REPLACE TRIGGER ledger_lines_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON ledger_lines
    FOR EACH STATEMENT EXECUTE FUNCTION append_only('what was written there stays written');
CREATE OR REPLACE TRIGGER commission_invoices_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON commission_invoices
    FOR EACH STATEMENT EXECUTE FUNCTION append_only('what was written there stays written');

DROP TRIGGER IF EXISTS ledger_entries_balance ON ledger_entries;
CREATE CONSTRAINT TRIGGER ledger_entries_balance AFTER INSERT ON ledger_entries
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION ledger_check_balance();
DROP TRIGGER IF EXISTS ledger_lines_balance ON ledger_lines;
CREATE CONSTRAINT TRIGGER ledger_lines_balance AFTER INSERT ON ledger_lines
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION ledger_check_balance();
