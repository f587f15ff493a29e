-- Reports by month, made by a job part by part and kept. What names people is looked up when one is read.

CREATE TABLE reports (
    month           date PRIMARY KEY,             -- its first day, in Asia/Kolkata
    asked_at        timestamptz NOT NULL DEFAULT now(),
    -- The last whole one: its parts by name, see report_part.sql.
    parts           jsonb,
    made_at         timestamptz,
    -- The one that is being made: a job that was broken off goes on after the parts that are there.
    draft           jsonb NOT NULL DEFAULT '{}',
    draft_begun_at  timestamptz,
    CONSTRAINT reports_month CHECK (extract(day FROM month) = 1),
    CONSTRAINT reports_made CHECK ((parts IS NULL) = (made_at IS NULL)),
    CONSTRAINT reports_draft CHECK (jsonb_typeof(draft) = 'object' AND jsonb_typeof(parts) = 'object')
);

-- Lines are only ever added, so a month lies together; ledger_entries has such an index from 0019 on.
CREATE INDEX booking_history_at ON booking_history USING brin (at) WITH (autosummarize = on);
