-- For a database whose geodata was loaded before the region was kept; elsewhere it changes nothing.

SELECT allowed_region_keep();
