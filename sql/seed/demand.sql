-- For a database whose geodata was loaded before demand was estimated; elsewhere it changes nothing.

SELECT demand_estimate();
