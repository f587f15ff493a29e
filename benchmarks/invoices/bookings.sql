-- Completed bookings of three repairs each, at 20 registered centres, every second one of somebody who reads Tamil.
-- Their history and everything that a real completion sets off is left out: invoices alone are measured.
SET session_replication_role = replica;
INSERT INTO users (name, email, role, language)
SELECT CASE n % 2 WHEN 0 THEN 'Kavitha Raman' ELSE 'கவிதா இராமன்' END, 'invoiced-' || n || '@benchmark.example', 'customer',
    CASE n % 2 WHEN 0 THEN 'en' ELSE 'ta' END
FROM generate_series(1, 20) AS n;
UPDATE service_providers SET gstin = '33AAACH7409R1Z8'
WHERE id IN (SELECT id FROM service_providers WHERE status = 'approved' ORDER BY id LIMIT 20);
WITH centres AS (
    SELECT row_number() OVER (ORDER BY s.id) - 1 AS n, s.id, (SELECT min(r.id) FROM booking_resources r WHERE r.provider_id = s.id) AS resource
    FROM service_providers s WHERE s.gstin = '33AAACH7409R1Z8'
), customers AS (
    SELECT row_number() OVER (ORDER BY id) - 1 AS n, id FROM users WHERE email LIKE 'invoiced-%'
), made AS (
    INSERT INTO bookings (customer_id, provider_id, resource_id, status, mode, pincode, address, scheduled_at, ends_at,
        during, total_paise, notes, changed_role)
    SELECT u.id, c.id, c.resource, 'completed', 'walk_in', 600004, '4/12 North Mada Street', t.at, t.at + interval '1 hour',
        tstzrange(t.at, t.at + interval '1 hour'), 90000, 'measured', 'system'
    FROM generate_series(0, :count - 1) AS g (n)
    JOIN centres c ON c.n = g.n % 20 JOIN customers u ON u.n = (g.n / 7) % 20
    CROSS JOIN LATERAL (SELECT '2020-01-01Z'::timestamptz + g.n / 20 * interval '1 hour' AS at) AS t
    RETURNING id
)
INSERT INTO booking_items (booking_id, service, price_paise, minutes)
SELECT m.id, i.service, i.price, 30 FROM made m
CROSS JOIN (VALUES ('thermostat', 45000), ('steam_descaling', 20000), ('cord_and_plug', 25000)) AS i (service, price);
ANALYZE bookings;
ANALYZE booking_items;
