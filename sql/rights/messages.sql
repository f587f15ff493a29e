-- Who agreed to what, and when they took it back, stays written.
REVOKE UPDATE, DELETE, TRUNCATE ON message_consents FROM istri_app;
-- What the regulator says comes with a release, not from a request.
REVOKE INSERT, UPDATE, DELETE ON promotional_hours FROM istri_app;
