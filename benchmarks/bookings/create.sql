-- pgbench script: what a booking writes, by plain statements, with the same locks and triggers. Clients have resources of
-- their own: :resources from :first on are shared out, a start of half an hour each.
\set i :i + 1
\set n :client_id + :clients * (:i % (:resources / :clients))
\set hours :begin + (:i / (:resources / :clients))
\set next :hours + 1
\set resource :first + :n
\set centre :provider + :n % :providers
BEGIN;
SELECT id FROM service_providers WHERE id = :centre FOR SHARE;
SELECT booking_resource_lock(:resource);
SELECT count(*) FROM bookings WHERE resource_id = :resource
    AND during && tstzrange(:epoch::timestamptz + :hours * interval '30 minutes', :epoch::timestamptz + :next * interval '30 minutes')
    AND status IN ('held', 'pending', 'accepted', 'in_progress', 'completed', 'no_show');
INSERT INTO bookings (customer_id, provider_id, resource_id, status, mode, pincode, scheduled_at, ends_at, during,
    total_paise, respond_by, created_by, changed_by, changed_role)
VALUES (:customer, :centre, :resource, 'pending', 'walk_in', 600001,
    :epoch::timestamptz + :hours * interval '30 minutes', :epoch::timestamptz + :next * interval '30 minutes',
    tstzrange(:epoch::timestamptz + :hours * interval '30 minutes', :epoch::timestamptz + :next * interval '30 minutes'),
    33000, now() + interval '1 hour', :customer, :customer, 'customer')
RETURNING id AS booking \gset
INSERT INTO booking_items (booking_id, service, price_paise, minutes) VALUES (:booking, 'thermostat', 33000, 30);
INSERT INTO audit_log (entity_type, entity_id, action, performed_by, role, address, request_id, change)
VALUES ('booking', :booking, 'booking.created', :customer, 'customer', '127.0.0.1', 'benchmark',
    '{"status": [null, "pending"]}');
INSERT INTO jobs (kind, payload)
SELECT 'tell_of_booking', json_build_object('bookingID', booking_id, 'historyID', id)
FROM booking_history WHERE booking_id = :booking;
COMMIT;
