import Matching
import Postgres

extension CoverageWatches {
    /// Asked again, the year begins anew; nothing tells the caller whether it was asked before.
    ///
    /// - Returns: The pincode's name.
    /// - Throws: `MatchingError.unknownPincode`, `WatchError.alreadyServed`, `.tooMany`.
    package func add(
        _ pincode: Pincode, _ contact: Contact, language: Language, by actor: Actor
    ) async throws -> String {
        try await pool.withTransaction(isolation: .readCommitted) { transaction in
            let rows = try await transaction.query(
                """
                SELECT p.name, coalesce(k.coverage_count, 0) > 0
                FROM pincodes p LEFT JOIN pincode_coverage_counts k USING (pincode) WHERE p.pincode = \(pincode.number)
                """)
            guard let row = rows.first else { throw MatchingError.unknownPincode(pincode) }
            let (name, isServed) = try row.decode(String.self, Bool.self)
            if isServed { throw WatchError.alreadyServed(pincode) }
            let added = try await transaction.query(Self.insert(pincode, contact, language))
            guard let row = added.first else { throw WatchError.tooMany(limit: Int(Self.mostPerContact)) }
            if try row.decode(Bool.self) {
                let entry = AuditEntry("coverage.watched", "pincode", Int64(pincode.number))
                try await entry.record(by: actor, on: transaction)
            }
            return name
        }
    }

    /// Gives whether the row is new; no row when there are too many.
    private static func insert(_ pincode: Pincode, _ contact: Contact, _ language: Language) -> Query {
        switch contact {
        case .phone(let phone):
            """
            INSERT INTO coverage_watches (pincode, phone, language)
            SELECT \(pincode.number), \(phone.text)::text, \(language.rawValue)::text
            WHERE (SELECT count(*) FROM coverage_watches WHERE phone = \(phone.text) AND pincode <> \(pincode.number))
                < \(mostPerContact)
            ON CONFLICT ON CONSTRAINT coverage_watches_phone_once
                DO UPDATE SET language = excluded.language, asked_at = now()
            RETURNING xmax = 0
            """
        case .email(let email):
            """
            INSERT INTO coverage_watches (pincode, email, language)
            SELECT \(pincode.number), \(email.text)::text, \(language.rawValue)::text
            WHERE (SELECT count(*) FROM coverage_watches WHERE email = \(email.text) AND pincode <> \(pincode.number))
                < \(mostPerContact)
            ON CONFLICT ON CONSTRAINT coverage_watches_email_once
                DO UPDATE SET language = excluded.language, asked_at = now()
            RETURNING xmax = 0
            """
        }
    }
}
