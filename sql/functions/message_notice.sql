-- Tells somebody of their own affairs: payment_received, payment_failed, refund_made, invoice_ready. Of one kind and
-- booking, what has the same `event` in its detail is told once.
CREATE OR REPLACE FUNCTION message_notice(user_id bigint, kind text, booking_id bigint, detail jsonb) RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
END
$$;
