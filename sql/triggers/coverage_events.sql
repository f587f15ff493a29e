-- Attaches the function of functions/coverage_events_record.sql: at commit, for counts that went to or from nothing.

DROP TRIGGER IF EXISTS pincode_coverage_counts_event_insert ON pincode_coverage_counts;
CREATE CONSTRAINT TRIGGER pincode_coverage_counts_event_insert AFTER INSERT ON pincode_coverage_counts
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (NEW.coverage_count > 0)
    EXECUTE FUNCTION coverage_events_record();
DROP TRIGGER IF EXISTS pincode_coverage_counts_event_update ON pincode_coverage_counts;
CREATE CONSTRAINT TRIGGER pincode_coverage_counts_event_update AFTER UPDATE ON pincode_coverage_counts
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN ((OLD.coverage_count > 0) <> (NEW.coverage_count > 0))
    EXECUTE FUNCTION coverage_events_record();
DROP TRIGGER IF EXISTS pincode_coverage_counts_event_delete ON pincode_coverage_counts;
CREATE CONSTRAINT TRIGGER pincode_coverage_counts_event_delete AFTER DELETE ON pincode_coverage_counts
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (OLD.coverage_count > 0)
    EXECUTE FUNCTION coverage_events_record();
