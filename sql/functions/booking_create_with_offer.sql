-- As booking_create, with an offer's code. Where the offer is refused nothing is booked: `result` is what offer_use says,
-- with the offer's `min_total_paise` in `details` for offer_minimum.
CREATE OR REPLACE FUNCTION booking_create_with_offer(
    request booking_request, offer_code text, OUT result text, OUT booking bigint, OUT details jsonb)
LANGUAGE plpgsql AS $$
DECLARE
    o offers;
    refusal text;
BEGIN
    SELECT * INTO o FROM offers x WHERE x.code = upper(offer_code) AND x.removed_at IS NULL;
    IF o.id IS NULL THEN
        result := 'offer_unknown';
        RETURN;
    END IF;
    -- Those who come too late lock nothing.
    IF o.uses >= o.total_limit THEN
        result := 'offer_used_up';
        RETURN;
    END IF;
    BEGIN
        SELECT * INTO result, booking, details FROM booking_create(request);
        IF booking IS NOT NULL THEN
            refusal := offer_use(o.id, booking);
            IF refusal IS NOT NULL THEN RAISE EXCEPTION USING ERRCODE = 'IB002'; END IF;
        END IF;
    EXCEPTION WHEN SQLSTATE 'IB002' THEN
        result := refusal;
        booking := NULL;
        details := CASE refusal
            WHEN 'offer_minimum' THEN jsonb_build_object('min_total_paise', o.min_total_paise) END;
    END;
END
$$;
