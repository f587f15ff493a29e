import Postgres

extension PersonalDataPart {
    /// The rows stay, since centres did that work; what the customer said and where they live goes. What still waits is
    /// called off, or it would keep an hour of somebody's day.
    static let bookings = PersonalDataPart(
        name: "bookings", tables: ["bookings", "booking_items", "booking_history", "booking_assignments"]
    ) { user, after, limit in
        """
        SELECT b.id, json_build_object('id', b.id, 'reference', b.reference, 'provider_id', b.provider_id,
            'status', b.status, 'payment_status', b.payment_status, 'mode', b.mode, 'pincode', b.pincode::text,
            'address', b.address, 'lat', b.lat, 'lng', b.lng, 'starts_at', b.scheduled_at, 'ends_at', b.ends_at,
            'total_paise', b.total_paise, 'discount_paise', b.discount_paise, 'round_off_paise', b.round_off_paise,
            'fee_paise', b.fee_paise, 'notes', b.notes, 'created_at', b.created_at,
            'items', (SELECT coalesce(json_agg(json_build_object('service', i.service, 'description', i.description,
                'price_paise', i.price_paise) ORDER BY i.id), '[]') FROM booking_items i WHERE i.booking_id = b.id),
            'history', (SELECT coalesce(json_agg(json_build_object('status', h.status, 'at', h.at,
                'by_role', h.by_role, 'note', h.note) ORDER BY h.id), '[]')
                FROM booking_history h WHERE h.booking_id = b.id))::text
        FROM bookings b WHERE b.customer_id = \(user) AND b.id > \(after) ORDER BY b.id LIMIT \(limit)
        """
    } erase: { user, transaction in
        try await callOff(user, on: transaction)
        try await transaction.execute(
            """
            UPDATE bookings SET address = NULL, notes = NULL, lat = NULL, lng = NULL,
                change_note = CASE WHEN changed_by IS DISTINCT FROM \(user) THEN change_note END
            WHERE customer_id = \(user)
            """)
        try await transaction.execute(
            """
            UPDATE booking_items i SET description = NULL FROM bookings b
            WHERE b.id = i.booking_id AND b.customer_id = \(user) AND i.description IS NOT NULL
            """)
        try await transaction.execute(
            """
            UPDATE booking_history h SET note = NULL FROM bookings b
            WHERE b.id = h.booking_id AND b.customer_id = \(user) AND h.by_user = \(user) AND h.note IS NOT NULL
            """)
    }

    /// First answers to requests, which tell of the person.
    static let requestKeys = PersonalDataPart(
        name: "idempotency_keys", tables: ["idempotency_keys"]
    ) { user, after, limit in
        """
        SELECT n, json_build_object('key', key, 'status', status, 'created_at', created_at)::text
        FROM (SELECT row_number() OVER (ORDER BY created_at, key) AS n, * FROM idempotency_keys
            WHERE user_id = \(user)) AS kept
        WHERE n > \(after) ORDER BY n LIMIT \(limit)
        """
    } erase: { user, transaction in
        // Those of who booked for them as well.
        try await transaction.execute(
            """
            DELETE FROM idempotency_keys WHERE user_id = \(user)
                OR location IN (SELECT '/api/bookings/' || id FROM bookings WHERE customer_id = \(user))
            """)
    }

    static let reviews = PersonalDataPart(
        name: "reviews", tables: ["reviews", "provider_ratings"]
    ) { user, after, limit in
        """
        SELECT booking_id, json_build_object('booking_id', booking_id, 'provider_id', provider_id, 'rating', rating,
            'text', text, 'created_at', created_at)::text
        FROM reviews WHERE customer_id = \(user) AND booking_id > \(after) ORDER BY booking_id LIMIT \(limit)
        """
    } erase: { user, transaction in
        // The stars stay: they are the centre's.
        try await transaction.execute("UPDATE reviews SET text = NULL WHERE customer_id = \(user)")
    }

    /// The benches and technicians of the person's centres, and when they can't be booked.
    static let resources = PersonalDataPart(
        name: "booking_resources", tables: ["booking_resources", "calendar_feeds"]
    ) { user, after, limit in
        """
        SELECT r.id, json_build_object('id', r.id, 'provider_id', r.provider_id, 'kind', r.kind, 'number', r.number,
            'unavailable', r.unavailable::text, 'retired_at', r.retired_at)::text
        FROM booking_resources r JOIN service_providers s ON s.id = r.provider_id
        WHERE s.user_id = \(user) AND r.id > \(after) ORDER BY r.id LIMIT \(limit)
        """
    } erase: { user, transaction in
        try await transaction.execute(
            """
            DELETE FROM calendar_feeds WHERE provider_id IN (SELECT id FROM service_providers WHERE user_id = \(user))
            """)
    }

    private static func callOff(_ user: Int64, on transaction: PostgresConnection) async throws {
        let calledOff = try await transaction.query(
            """
            UPDATE bookings SET changed_by = \(user), change_note = NULL, needs_dispatch = false,
                status = CASE status WHEN 'held' THEN 'expired' ELSE 'cancelled' END,
                changed_role = CASE status WHEN 'held' THEN 'system' ELSE 'customer' END
            WHERE customer_id = \(user) AND status IN ('held', 'pending', 'accepted') RETURNING id
            """
        ).map { try $0.decode(Int64.self) }
        _ = try await transaction.query("SELECT booking_tell(id) FROM unnest(\(calledOff)::bigint[]) AS id")
    }
}
