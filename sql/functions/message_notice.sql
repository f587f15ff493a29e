-- Tells somebody of their own affairs: payment_received, payment_failed, refund_made, invoice_ready.
--
-- detail  the template's variables: amount_paise, method, reason, number (of an invoice or credit note), reference (of a
--         bank); or none. The same kind with the same detail of the same booking is one event, told once; a member
--         `event` says better what is one.
CREATE OR REPLACE FUNCTION message_notice(user_id bigint, kind text, booking_id bigint, detail jsonb) RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
    PERFORM message_add(
        message_notice.kind || ':' || coalesce(message_notice.booking_id::text, '') || ':'
            || coalesce(message_notice.detail->>'event', md5(coalesce(message_notice.detail, '{}')::text)),
        message_notice.user_id, 'service', message_notice.kind, message_notice.booking_id, NULL,
        coalesce(message_notice.detail, '{}') - 'event');
END
$$;
