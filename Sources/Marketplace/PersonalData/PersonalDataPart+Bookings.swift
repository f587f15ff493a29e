import Postgres

extension PersonalDataPart {
    /// What the person booked. The rows stay without their words and places: the centres' books rest on them. What
    /// hasn't begun is cancelled, so that nobody waits for them.
    static let bookings = PersonalDataPart(
        name: "bookings", tables: ["bookings", "booking_items", "booking_history", "booking_assignments"]
    ) { user, after, limit in
        """
        SELECT b.id, json_build_object('id', b.id, 'reference', b.reference, 'status', b.status,
            'payment_status', b.payment_status, 'provider_id', b.provider_id, 'mode', b.mode,
            'pincode', b.pincode::text, 'address', b.address, 'lat', b.lat, 'lng', b.lng, 'starts_at', b.scheduled_at,
            'ends_at', b.ends_at, 'total_paise', b.total_paise, 'fee_paise', b.fee_paise, 'notes', b.notes,
            'warranty_of', b.warranty_of, 'created_at', b.created_at, 'updated_at', b.updated_at,
            'items', (SELECT json_agg(json_build_object('service', i.service, 'description', i.description,
                'price_paise', i.price_paise) ORDER BY i.id) FROM booking_items i WHERE i.booking_id = b.id),
            'history', (SELECT json_agg(json_build_object('status', h.status, 'at', h.at, 'by_role', h.by_role,
                'note', h.note) ORDER BY h.id) FROM booking_history h WHERE h.booking_id = b.id))::text
        FROM bookings b WHERE b.customer_id = \(user) AND b.id > \(after) ORDER BY b.id LIMIT \(limit)
        """
    } erase: { user, transaction in
        let cancelled = try await transaction.query(
            """
            WITH open AS (
                SELECT id FROM bookings WHERE customer_id = \(user) AND status IN ('pending', 'accepted')
                ORDER BY id FOR NO KEY UPDATE)
            UPDATE bookings b SET status = 'cancelled', needs_dispatch = false, respond_by = NULL,
                changed_by = \(user), changed_role = 'customer', change_note = NULL
            FROM open WHERE b.id = open.id RETURNING b.id
            """
        ).map { try $0.decode(Int64.self) }
        _ = try await transaction.query("SELECT booking_tell(id) FROM unnest(\(cancelled)) AS c (id)")
        try await transaction.execute(
            """
            UPDATE bookings SET address = NULL, lat = NULL, lng = NULL, notes = NULL, change_note = NULL
            WHERE customer_id = \(user)
            """)
        let theirs: Query = "booking_id IN (SELECT id FROM bookings WHERE customer_id = \(user))"
        try await transaction.execute("UPDATE booking_items SET description = NULL WHERE \(theirs)")
        try await transaction.execute("UPDATE booking_history SET note = NULL WHERE \(theirs)")
        try await transaction.execute("UPDATE booking_assignments SET reason = NULL WHERE \(theirs)")
    }

    /// The stars stay: the centre's rating rests on them.
    static let reviews = PersonalDataPart(
        name: "reviews", tables: ["reviews", "provider_ratings"]
    ) { user, after, limit in
        """
        SELECT booking_id, json_build_object('booking_id', booking_id, 'provider_id', provider_id, 'rating', rating,
            'text', text, 'created_at', created_at)::text
        FROM reviews WHERE customer_id = \(user) AND booking_id > \(after) ORDER BY booking_id LIMIT \(limit)
        """
    } erase: { user, transaction in
        try await transaction.execute("UPDATE reviews SET text = NULL WHERE customer_id = \(user)")
    }

    static let inbox = PersonalDataPart(name: "inbox", tables: ["inbox_messages"]) { user, after, limit in
        """
        SELECT id, json_build_object('id', id, 'kind', kind, 'booking_id', booking_id, 'created_at', created_at,
            'read_at', read_at)::text
        FROM inbox_messages WHERE user_id = \(user) AND id > \(after) ORDER BY id LIMIT \(limit)
        """
    } erase: { user, transaction in
        try await transaction.execute("DELETE FROM inbox_messages WHERE user_id = \(user)")
    }

    /// What was answered to requests that may be sent again.
    static let answers = PersonalDataPart(
        name: "kept_answers", tables: ["idempotency_keys"]
    ) { user, after, limit in
        """
        SELECT n, json_build_object('key', key, 'status', status, 'created_at', created_at)::text
        FROM (SELECT *, row_number() OVER (ORDER BY key) AS n FROM idempotency_keys WHERE user_id = \(user)) AS k
        WHERE n > \(after) ORDER BY n LIMIT \(limit)
        """
    } erase: { user, transaction in
        try await transaction.execute("DELETE FROM idempotency_keys WHERE user_id = \(user)")
    }

    /// When the benches and technicians of the person's centres were not there.
    static let resources = PersonalDataPart(
        name: "resources", tables: ["booking_resources"]
    ) { user, after, limit in
        """
        SELECT r.id, json_build_object('provider_id', r.provider_id, 'kind', r.kind, 'number', r.number,
            'retired_at', r.retired_at, 'unavailable', r.unavailable::text)::text
        FROM booking_resources r JOIN service_providers s ON s.id = r.provider_id
        WHERE s.user_id = \(user) AND r.id > \(after) ORDER BY r.id LIMIT \(limit)
        """
    } erase: { user, transaction in
        try await transaction.execute(
            """
            UPDATE booking_resources SET unavailable = '{}'
            WHERE unavailable <> '{}' AND provider_id IN (SELECT id FROM service_providers WHERE user_id = \(user))
            """)
    }

    static let calendarFeeds = PersonalDataPart(
        name: "calendar_feeds", tables: ["calendar_feeds"]
    ) { user, after, limit in
        """
        SELECT f.provider_id, json_build_object('provider_id', f.provider_id, 'created_at', f.created_at)::text
        FROM calendar_feeds f JOIN service_providers s ON s.id = f.provider_id
        WHERE s.user_id = \(user) AND f.provider_id > \(after) ORDER BY f.provider_id LIMIT \(limit)
        """
    } erase: { user, transaction in
        try await transaction.execute(
            "DELETE FROM calendar_feeds WHERE provider_id IN (SELECT id FROM service_providers WHERE user_id = \(user))")
    }
}
