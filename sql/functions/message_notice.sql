-- Has a person told of something about a booking: payment_received, payment_failed, refund_made and so on.
CREATE OR REPLACE FUNCTION message_notice(user_id bigint, kind text, booking_id bigint, detail jsonb) RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
END
$$;
