-- The statement that the server sends for GET /api/providers/nearest?pincode= without options
-- (Sources/Matching/Nearest/NearestProviders.swift), for pgbench. Before it measures, Measure
-- compares it with what the server's sessions ran and refuses to go on if it differs.
--
-- The server binds the pincode, 10 and NULL (no radius). pgbench can't bind NULL, so its
-- radius_m is Infinity, by which the function replaces NULL.
SELECT * FROM nearest_to_pincode(:pincode, :k, :radius_m)
