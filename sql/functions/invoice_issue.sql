-- Numbers a document and writes it down. Who calls it holds the booking's row, and has found that there is none yet.
CREATE OR REPLACE FUNCTION invoice_issue(draft invoice_draft, lines invoice_line_draft[]) RETURNS bigint
LANGUAGE plpgsql AS $$
DECLARE
    of_series text := coalesce(draft.supplier_gstin, 'C' || draft.provider_id);
    taken record;
    invoice bigint;
BEGIN
    SELECT * INTO taken FROM invoice_number(of_series, draft.kind);
    INSERT INTO invoices (kind, booking_id, corrects, refund_id, provider_id, customer_id, series, financial_year, number,
        issued_at, language, supplier_name, supplier_address, supplier_phone, supplier_gstin, supplier_state,
        performed_by, recipient_name, recipient_address, recipient_state, place_of_supply, booking_reference,
        performed_on, reason, price_paise, discount_paise, taxable_paise, cgst_paise, sgst_paise, igst_paise,
        round_off_paise, total_paise)
    SELECT draft.kind, draft.booking_id, draft.corrects, draft.refund_id, draft.provider_id, draft.customer_id, of_series,
        taken.financial_year, taken.number, taken.issued_at, draft.language, draft.supplier_name,
        draft.supplier_address, draft.supplier_phone, draft.supplier_gstin, draft.supplier_state, draft.performed_by,
        draft.recipient_name, draft.recipient_address, draft.recipient_state, draft.place_of_supply,
        draft.booking_reference, draft.performed_on, draft.reason, coalesce(sum(l.price_paise), 0),
        coalesce(sum(l.discount_paise), 0), coalesce(sum(l.taxable_paise), 0), coalesce(sum(l.cgst_paise), 0),
        coalesce(sum(l.sgst_paise), 0), coalesce(sum(l.igst_paise), 0), draft.round_off_paise,
        coalesce(sum(l.price_paise - l.discount_paise), 0) + draft.round_off_paise
    FROM unnest(lines) AS l
    RETURNING id INTO invoice;
    INSERT INTO invoice_lines (invoice_id, position, sac, description, description_ta, price_paise, discount_paise,
        rate_bps, taxable_paise, cgst_paise, sgst_paise, igst_paise, total_paise)
    SELECT invoice, l.position, l.sac, l.description, l.description_ta, l.price_paise, l.discount_paise, l.rate_bps,
        l.taxable_paise, l.cgst_paise, l.sgst_paise, l.igst_paise, l.price_paise - l.discount_paise
    FROM unnest(lines) AS l;
    IF draft.corrects IS NULL THEN
        UPDATE bookings SET invoice_id = invoice WHERE id = draft.booking_id;
    ELSE
        PERFORM invoice_check_corrections(draft.corrects);
    END IF;
    RETURN invoice;
END
$$;

-- No line, and no tax, is taken back beyond what was charged.
CREATE OR REPLACE FUNCTION invoice_check_corrections(corrected bigint) RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (
        SELECT FROM invoices c JOIN invoice_lines l ON l.invoice_id = c.id
        LEFT JOIN invoice_lines o ON o.invoice_id = corrected AND o.position = l.position
        WHERE c.corrects = corrected
        GROUP BY l.position, o.total_paise, o.taxable_paise, o.cgst_paise, o.igst_paise
        HAVING o.total_paise IS NULL OR sum(l.total_paise) > o.total_paise OR sum(l.taxable_paise) > o.taxable_paise
            OR sum(l.cgst_paise) > o.cgst_paise OR sum(l.igst_paise) > o.igst_paise)
        OR (SELECT sum(c.total_paise) FROM invoices c WHERE c.corrects = corrected)
            > (SELECT o.total_paise FROM invoices o WHERE o.id = corrected)
    THEN
        RAISE EXCEPTION 'more would be taken back than invoice % charged', corrected
            USING ERRCODE = 'check_violation', CONSTRAINT = 'invoices_corrections', TABLE = 'invoices';
    END IF;
END
$$;
