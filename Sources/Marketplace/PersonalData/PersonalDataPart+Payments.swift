import Postgres

extension PersonalDataPart {
    /// The rows stay: what was paid has to be explained for years. What the gateway's messages hold besides (numbers,
    /// addresses, bank accounts) goes, as do words.
    static let payments = PersonalDataPart(
        name: "payments",
        tables: ["payments", "refunds", "bank_references", "webhook_events", "payment_discrepancies"]
    ) { user, after, limit in
        """
        SELECT p.id, json_build_object('id', p.id, 'booking_id', p.booking_id, 'method', p.method, 'status', p.status,
            'amount_paise', p.amount_paise, 'received_paise', p.received_paise, 'order_id', p.order_id,
            'txn_id', p.txn_id, 'instrument', p.instrument, 'error_code', p.error_code, 'error', p.error_text,
            'created_at', p.created_at, 'authorized_at', p.authorized_at, 'captured_at', p.captured_at,
            'refunds', (SELECT coalesce(json_agg(json_build_object('amount_paise', r.amount_paise, 'status', r.status,
                'cause', r.cause, 'reason', r.reason, 'reference', r.reference, 'created_at', r.created_at)
                ORDER BY r.id), '[]') FROM refunds r WHERE r.payment_id = p.id),
            'gateway_events', (SELECT coalesce(json_agg(json_build_object('event', e.event,
                'received_at', e.received_at) ORDER BY e.id), '[]') FROM webhook_events e WHERE e.payment_id = p.id)
            )::text
        FROM payments p JOIN bookings b ON b.id = p.booking_id
        WHERE b.customer_id = \(user) AND p.id > \(after) ORDER BY p.id LIMIT \(limit)
        """
    } erase: { user, transaction in
        try await transaction.execute(
            """
            UPDATE webhook_events e SET body = NULL FROM payments p JOIN bookings b ON b.id = p.booking_id
            WHERE e.payment_id = p.id AND b.customer_id = \(user) AND e.body IS NOT NULL
            """)
        try await transaction.execute(
            """
            UPDATE payments p SET error_text = NULL FROM bookings b
            WHERE b.id = p.booking_id AND b.customer_id = \(user) AND p.error_text IS NOT NULL
            """)
        try await transaction.execute(
            """
            UPDATE refunds r SET reason = NULL FROM bookings b
            WHERE b.id = r.booking_id AND b.customer_id = \(user) AND r.reason IS NOT NULL
            """)
    }

    /// What the person's centres earned and were paid; it stays for the same reason. Where they are paid goes.
    static let earnings = PersonalDataPart(
        name: "earnings",
        tables: [
            "provider_payouts", "provider_upi_addresses", "ledger_entries", "ledger_lines", "commission_invoices",
            "commission_invoice_files",
        ]
    ) { user, after, limit in
        """
        SELECT e.id, json_build_object('id', e.id, 'provider_id', e.provider_id, 'kind', e.kind,
            'booking_id', e.booking_id, 'posted_at', e.posted_at,
            'lines', (SELECT json_object_agg(l.account, l.amount_paise) FROM ledger_lines l WHERE l.entry_id = e.id),
            'reference', (SELECT p.reference FROM provider_payouts p WHERE p.id = e.payout_id),
            'upi_address', (SELECT a.vpa FROM provider_upi_addresses a WHERE a.provider_id = e.provider_id))::text
        FROM ledger_entries e JOIN service_providers s ON s.id = e.provider_id
        WHERE s.user_id = \(user) AND e.id > \(after) ORDER BY e.id LIMIT \(limit)
        """
    } erase: { user, transaction in
        try await transaction.execute(
            """
            DELETE FROM provider_upi_addresses
            WHERE provider_id IN (SELECT id FROM service_providers WHERE user_id = \(user))
            """)
        try await transaction.execute(
            """
            UPDATE payments p SET payee_vpa = NULL, payee_name = NULL
            FROM bookings b JOIN service_providers s ON s.id = b.provider_id
            WHERE b.id = p.booking_id AND s.user_id = \(user) AND p.payee_vpa IS NOT NULL
            """)
    }
}
