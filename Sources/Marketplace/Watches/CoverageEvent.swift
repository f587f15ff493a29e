import Foundation
import Matching
import Postgres

/// A pincode became a gap or stopped being one.
package struct CoverageEvent: Sendable {
    package enum Kind: String, Sendable { case gap, served }

    /// Grows in the order in which it happened.
    package let id: Int64
    package let kind: Kind
    package let at: Date
    package let pincode: Pincode
    package let name: String
    /// Nil where no Tamil name is known.
    package let name_ta: String?
    package let district_lgd: Int32
    package let district: String
    package let location: GeoPoint
    /// Households, estimated.
    package let demand: Int
}

extension CoverageEvent {
    private static let columnsAndTables: Query = """
        e.id, e.kind, e.at, p.pincode::integer, p.name, pincode_name_ta(p.pincode, p.name), d.lgd,
        d.name, p.lat, p.lng, coalesce(h.households, 0)
        FROM coverage_events e JOIN pincodes p ON p.pincode = e.pincode
        JOIN districts d ON d.lgd = p.district_lgd LEFT JOIN pincode_demand h ON h.pincode = p.pincode
        """

    /// The oldest `limit` of those after `id`.
    static func after(_ id: Int64, limit: Int, on pool: PostgresPool) async throws -> [CoverageEvent] {
        let rows = try await pool.query(
            "SELECT \(columnsAndTables) WHERE e.id > \(id) ORDER BY e.id LIMIT \(limit)")
        return try rows.map(CoverageEvent.init)
    }

    /// The latest `limit` of those before `id`, the latest first.
    package static func recent(
        _ limit: Int, before id: Int64 = .max, on database: some PostgresQueryable
    ) async throws -> [CoverageEvent] {
        let rows = try await database.query(
            "SELECT \(columnsAndTables) WHERE e.id < \(id) ORDER BY e.id DESC LIMIT \(limit)")
        return try rows.map(CoverageEvent.init)
    }

    static func latest(on pool: PostgresPool) async throws -> Int64 {
        try await pool.query("SELECT coalesce(max(id), 0) FROM coverage_events")[0].decode(Int64.self)
    }

    private init(_ row: PostgresRow) throws {
        let (id, kind, at, pincode, name, name_ta, lgd, district, lat, lng, demand) = try row.decode(
            Int64.self, String.self, Date.self, Int32.self, String.self, String?.self, Int32.self, String.self,
            Double.self, Double.self, Int32.self)
        guard let kind = Kind(rawValue: kind), let pincode = Pincode(pincode), let place = GeoPoint(lat: lat, lng: lng)
        else { preconditionFailure("a constraint of coverage_events or pincodes doesn't hold for event \(id)") }
        self.init(
            id: id, kind: kind, at: at, pincode: pincode, name: name, name_ta: name_ta, district_lgd: lgd,
            district: district, location: place, demand: Int(demand))
    }
}
