-- What an offer's booking costs is what its items cost, less the discount, plus the rounding, whoever writes the row.
CREATE OR REPLACE FUNCTION bookings_check_total() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.total_paise - NEW.round_off_paise + NEW.discount_paise IS DISTINCT FROM
        (SELECT sum(i.price_paise) FROM booking_items i WHERE i.booking_id = NEW.id)
    THEN
        RAISE EXCEPTION 'the total of booking % isn''t that of its items, less the discount, rounded', NEW.id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'bookings_total', TABLE = 'bookings';
    END IF;
    RETURN NULL;
END
$$;
