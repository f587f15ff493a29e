-- When promotional messages may be sent, by India's clock. A new rule is a new row with the day from which it holds.
INSERT INTO promotional_hours (valid_from, opens, closes, source) VALUES
    ('2018-07-19', '10:00', '21:00', 'TRAI, Telecom Commercial Communications Customer Preference Regulations 2018')
ON CONFLICT (valid_from) DO UPDATE
    SET opens = excluded.opens, closes = excluded.closes, source = excluded.source;
