-- A fee for a late change pays for an hour that a centre kept in vain. Without a centre nobody kept one: none falls due,
-- and what was taken all the same goes back by booking_settle.

UPDATE bookings SET fee_paise = 0 WHERE provider_id IS NULL AND fee_paise > 0;

ALTER TABLE bookings
    ADD CONSTRAINT bookings_fee_of_centre CHECK (fee_paise = 0 OR provider_id IS NOT NULL);
