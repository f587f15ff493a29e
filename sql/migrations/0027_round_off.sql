-- What a booking costs by its offer is whole rupees: `total_paise` is the sum of its items less `discount_paise` plus
-- `round_off_paise`, which stands on its invoice as a line. Without an offer nothing is rounded. Bookings from before
-- keep what their customers were told. A trigger compares with the items (bookings_total.sql).
--
-- A fee for a late change pays for an hour that a centre kept in vain. Without a centre nobody kept one: none falls due,
-- and what was taken all the same goes back by booking_settle.

DO $$
DECLARE
    booking bigint;
BEGIN
    FOR booking IN
        UPDATE bookings b SET fee_paise = 0 WHERE b.provider_id IS NULL AND b.fee_paise > 0 RETURNING b.id
    LOOP
        -- Of one that nobody paid the trigger thinks that there is nothing to settle: the ledger has it as owed.
        PERFORM booking_settle(booking);
    END LOOP;
END
$$;

-- What an offer took off whole is paid by now, as booking_payment_status has it of those that are done later.
UPDATE bookings SET payment_status = 'paid'
WHERE status = 'completed' AND total_paise = 0 AND fee_paise = 0 AND discount_paise > 0 AND payment_status = 'unpaid';

ALTER TABLE bookings
    ADD COLUMN round_off_paise bigint NOT NULL DEFAULT 0,     -- below zero: rounded down
    ADD CONSTRAINT bookings_round_off CHECK (round_off_paise BETWEEN -99 AND 99
        AND (round_off_paise = 0 OR (discount_paise > 0 AND total_paise % 100 = 0))),
    ADD CONSTRAINT bookings_fee_of_centre CHECK (fee_paise = 0 OR provider_id IS NOT NULL);
