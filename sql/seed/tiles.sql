-- For a database whose geodata and areas were there before tiles were; elsewhere it changes nothing.

SELECT tile_ground_build();
SELECT tile_areas_rebuild()
WHERE NOT EXISTS (SELECT FROM tile_areas) AND EXISTS (SELECT FROM service_areas WHERE status = 'in_force');
