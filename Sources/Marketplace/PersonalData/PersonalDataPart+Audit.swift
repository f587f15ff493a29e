import Postgres

/// None of these is erased: events hold no personal values, and access logs have to be kept (see `audit_forget`).
extension PersonalDataPart {
    /// What was announced about the person and their centres.
    static let events = PersonalDataPart(name: "events", tables: ["domain_events"]) { user, after, limit in
        """
        SELECT e.id, json_build_object('id', e.id, 'kind', e.kind, 'entity_type', e.entity_type,
            'entity_id', e.entity_id, 'at', e.at, 'payload', e.payload)::text
        FROM domain_events e
        WHERE (e.entity_type = 'user' AND e.entity_id = \(user) OR e.entity_type = 'provider' AND e.entity_id IN (
                SELECT id FROM service_providers WHERE user_id = \(user)))
            AND e.id > \(after) ORDER BY e.id LIMIT \(limit)
        """
    }

    /// What the person did.
    static let actions = PersonalDataPart(name: "actions", tables: ["audit_log"]) { user, after, limit in
        lines("performed_by = \(user)", after, limit, own: true)
    }

    /// What others did to the person's account, without who they were.
    static let doneToThem = PersonalDataPart(name: "done_to_you", tables: ["audit_log"]) { user, after, limit in
        lines(
            "entity_type = 'user' AND entity_id = \(user) AND performed_by IS DISTINCT FROM \(user)", after, limit,
            own: false)
    }

    /// By the order of the audit's indexes, so that each page costs the same.
    private static func lines(_ condition: Query, _ after: Int64, _ limit: Int, own: Bool) -> Query {
        let columns: Query = own ? ", 'address', address, 'request_id', request_id" : ", 'role', role"
        let last: Query = #"(SELECT "timestamp", id FROM audit_log WHERE id = \#(after))"#
        let isLater: Query = after == 0 ? "true" : #"("timestamp", id) > \#(last)"#
        return #"""
            SELECT id, json_build_object('id', id, 'at', "timestamp", 'action', action, 'entity_type', entity_type,
                'entity_id', entity_id, 'change', change\#(columns))::text
            FROM audit_log WHERE \#(condition) AND \#(isLater) ORDER BY "timestamp", id LIMIT \#(limit)
            """#
    }
}
