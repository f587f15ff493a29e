import Foundation
import Matching
import Postgres

/// Who waits for whom, the latest first.
package struct WatchList: Sendable {
    package struct Item: Sendable {
        package let id: Int64
        package let pincode: Pincode
        package let name: String
        package let district_lgd: Int32
        package let district: String
        /// One of the two.
        package let phone: String?
        package let email: String?
        package let language: String
        package let askedAt: Date
    }

    package var pincode: Pincode?
    /// A name or an LGD code.
    package var district: String?
    package var limit = 20
    /// Only rows with smaller ids.
    package var before: Int64?

    package init() {}

    /// As `page`, and the audit says who looked at which.
    package func shown(to reader: Actor, on pool: PostgresPool) async throws -> (items: [Item], next: Int64?) {
        try await pool.withConnection { connection in
            let page = try await page(on: connection)
            guard !page.items.isEmpty else { return page }
            var seen: [String: [String?]] = ["watches": [nil, page.items.map { String($0.id) }.joined(separator: " ")]]
            if let pincode { seen["pincode"] = [nil, pincode.description] }
            if let district { seen["district"] = [nil, district] }
            try await AuditEntry("coverage_watch.read", "coverage_watch", nil, change: seen)
                .recordOncePerHour(by: reader, on: connection)
            return page
        }
    }

    /// - Returns: The page, and what `before` is for the next one; nil after the last.
    /// - Throws: `MatchingError.unknownDistrict`.
    package func page(on connection: PostgresConnection) async throws -> (items: [Item], next: Int64?) {
        var query: Query = """
            SELECT w.id, p.pincode::integer, p.name, d.lgd, d.name, w.phone, w.email, w.language, w.asked_at
            FROM coverage_watches w JOIN pincodes p USING (pincode) JOIN districts d ON d.lgd = p.district_lgd
            WHERE w.id < \(before ?? .max)
            """
        if let pincode { query += " AND w.pincode = \(pincode.number)" }
        if let district {
            let found = try await District.find(district, on: connection)
            query += " AND p.district_lgd = \(found.lgd)"
        }
        query += " ORDER BY w.id DESC LIMIT \(limit + 1)"
        let rows = try await connection.query(query)
        let items = try rows.prefix(limit).map(Self.item)
        return (items, rows.count > limit ? items.last?.id : nil)
    }

    private static func item(_ row: PostgresRow) throws -> Item {
        let (id, pincode, name, lgd, district, phone, email, language, askedAt) = try row.decode(
            Int64.self, Int32.self, String.self, Int32.self, String.self, String?.self, String?.self, String.self,
            Date.self)
        guard let pincode = Pincode(pincode) else {
            preconditionFailure("the constraint pincode_has_six_digits allows \(pincode)")
        }
        return Item(
            id: id, pincode: pincode, name: name, district_lgd: lgd, district: district, phone: phone, email: email,
            language: language, askedAt: askedAt)
    }
}
