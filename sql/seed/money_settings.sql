-- Shares and limits of money matters, each from a day on. A new rule is a new row; rows that an operator has added
-- stay. What the law says here was looked up, not decided: each operator's accountant has to confirm it.

INSERT INTO money_settings (subject, valid_from, value, note) VALUES
    ('commission_bps', '2024-01-01', 1000, 'The operator''s own decision: 10 % of what a customer owes, tax on it included.'),
    ('commission_tax_bps', '2017-07-01', 1800, 'GST on the platform''s service to the centre, contained in the commission.'),
    ('commission_sac', '2017-07-01', 998599, 'Services code of the platform''s service to the centre, on its bills: other support services. Whether another one fits better (as 996111 for services on a commission) isn''t settled.'),
    ('tds_194o_bps', '2020-10-01', 75, 'Income-tax Act 1961, section 194-O: lowered rate until 2021-03-31.'),
    ('tds_194o_bps', '2021-04-01', 100, 'Income-tax Act 1961, section 194-O: 1 %.'),
    ('tds_194o_bps', '2024-10-01', 10, 'Finance (No. 2) Act 2024: 0.1 %. Individuals with sales below 5 lakh rupees a year who have given their PAN are exempt: the operator has to decide for whom.'),
    ('tcs_52_bps', '2018-10-01', 100, 'CGST Act, section 52: 1 % of the net value of taxable supplies whose price the operator collects.'),
    ('tcs_52_bps', '2024-07-10', 50, 'Notification 15/2024 (Central Tax): 0.5 %. Not for supplies under section 9(5), if repairs should fall under it.'),
    ('deduction_base_tax_bps', '2017-07-01', 1800, 'GST within a registered centre''s prices, which isn''t part of the value that deductions are taken from.'),
    ('operator_state_code', '2017-07-01', 33, 'The state of the operator''s own GST registration: Tamil Nadu.'),
    ('authorisation_days', '2020-01-01', 5, 'After so many days the gateway gives back what nobody has captured.'),
    ('gateway_limit_paise', '2020-01-01', 50000000, 'The most that the gateway takes at once: 5 lakh rupees.'),
    ('upi_limit_paise', '2020-01-01', 10000000, 'The most that UPI moves at once between a person and a shop: 1 lakh rupees.'),
    ('manual_limit_paise', '2020-01-01', 20000000, 'Income-tax Act 1961, section 269ST: less than 2 lakh rupees in cash.')
ON CONFLICT (subject, valid_from) DO NOTHING;
