-- What the law has set so far. A change of rate comes with a release, which ends the row in force and adds the next.
INSERT INTO tax_rates (sac, valid, rate_bps, note) VALUES
    ('998715', '[2017-07-01,)', 1800,
        'Repair of household electrical appliances: 9 % central and 9 % state tax (Notification 11/2017-CT(R), no. 25)')
ON CONFLICT DO NOTHING;
