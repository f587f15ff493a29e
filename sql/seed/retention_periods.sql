-- How long the law wants something kept, at least. A new rule is a new row with the day from which it holds.

INSERT INTO retention_periods (subject, valid_from, days, source) VALUES
    ('access_log', '2025-11-14', 365, 'Digital Personal Data Protection Rules 2025, rule 6: logs are kept for one year')
ON CONFLICT (subject, valid_from) DO UPDATE SET days = excluded.days, source = excluded.source;
