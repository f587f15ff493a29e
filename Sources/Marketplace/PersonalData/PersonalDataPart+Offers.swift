import Postgres

/// None of these is erased: they say nothing of the person but that they did it.
extension PersonalDataPart {
    /// Which offers the person's bookings used.
    static let offerUses = PersonalDataPart(name: "offer_uses", tables: ["offer_uses"]) { user, after, limit in
        """
        SELECT booking_id, json_build_object('booking_id', booking_id, 'offer_id', offer_id, 'used_at', used_at,
            'given_back_at', given_back_at)::text
        FROM offer_uses WHERE customer_id = \(user) AND booking_id > \(after) ORDER BY booking_id LIMIT \(limit)
        """
    }

    /// An admin's.
    static let offersMade = PersonalDataPart(name: "offers", tables: ["offers"]) { user, after, limit in
        """
        SELECT id, json_build_object('id', id, 'title', title, 'description', description, 'target', target,
            'code', code, 'starts_at', starts_at, 'ends_at', ends_at, 'created_at', created_at)::text
        FROM offers WHERE created_by = \(user) AND id > \(after) ORDER BY id LIMIT \(limit)
        """
    }

    /// An admin's.
    static let broadcastsMade = PersonalDataPart(name: "broadcasts", tables: ["broadcasts"]) { user, after, limit in
        """
        SELECT id, json_build_object('id', id, 'title', title, 'description', description, 'target', target,
            'channels', channels, 'starts_at', starts_at, 'created_at', created_at)::text
        FROM broadcasts WHERE created_by = \(user) AND id > \(after) ORDER BY id LIMIT \(limit)
        """
    }
}
