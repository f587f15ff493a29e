import Postgres

/// A pincode as dispatchers are told of it.
package struct DispatchPlace: Sendable {
    package let pincode: Pincode
    package let name: String
    package let district_lgd: Int32
    package let district: String
    package let location: GeoPoint
    /// Estimated households; of gaps see `CoverageGap`.
    package let demand: Int32
    /// GeoJSON of its cell; nil unless it was asked for.
    package let cell: String?
}

/// A centre, and how far it is.
package struct CentreAtDistance: Sendable {
    package let id: Int64
    package let center_name: String
    /// Geodesic on WGS 84.
    package let distance_m: Double
}

/// A page of a list about pincodes.
package struct DispatchPage<Item: Sendable, Position: Sendable>: Sendable {
    package let items: [Item]
    /// Of all pages.
    package let total: Int64
    /// Where the next page begins; nil when this is the last.
    package let next: Position?
}

extension DispatchPage {
    /// - Parameter rows: At least one; the first column is the total, and the second is null in the row that says that
    ///   there is nothing.
    init(
        _ rows: PostgresRows, limit: Int?, position: (Item) -> Position, _ read: (PostgresRow) throws -> Item
    ) throws {
        let found = try rows.filter { try $0.column(1, as: Int32?.self) != nil }
        let items = try found.prefix(limit ?? .max).map(read)
        self.items = items
        total = try rows[0].column(0)
        next = found.count > items.count ? items.last.map(position) : nil
    }
}

extension DispatchPlace {
    /// From columns 1 to 8: pincode, name, district_lgd, district, lat, lng, demand, cell.
    init(_ row: PostgresRow) throws {
        pincode = try row.pincode(column: 1)
        name = try row.column(2)
        district_lgd = try row.column(3)
        district = try row.column(4)
        location = try row.point(latColumn: 5)
        demand = try row.column(7)
        cell = try row.column(8)
    }

    /// One more than shown tells whether another page follows.
    static func fetchCount(_ limit: Int?) -> Int32 { limit.map { Int32($0 + 1) } ?? .max }
}

extension CentreAtDistance {
    /// From id, name and distance in three columns; nil when they are null.
    init?(_ row: PostgresRow, column: Int) throws {
        guard let id = try row.column(column, as: Int64?.self) else { return nil }
        self.id = id
        center_name = try row.column(column + 1)
        distance_m = try row.column(column + 2)
    }
}

extension Optional where Wrapped: Sendable {
    func asyncMap<Result>(_ transform: (Wrapped) async throws -> Result) async rethrows -> Result? {
        guard let self else { return nil }
        return try await transform(self)
    }
}
