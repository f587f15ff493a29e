-- For a database whose geodata was loaded before the ground was cut into pieces; elsewhere it changes nothing.

SELECT coverage_pieces_build();
