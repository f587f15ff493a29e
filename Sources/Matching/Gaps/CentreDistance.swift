import Postgres

/// How far the nearest approved centre is from a pincode's point.
package struct CentreDistance: Sendable {
    package let pincode: Pincode
    package let district_lgd: Int32
    /// How many approved centres cover its point.
    package let coverageCount: Int32
    /// The nearest approved centre, whom it covers or not; nil when there is none at all.
    package let nearest: Int64?
    /// Geodesic on WGS 84; nil without a centre.
    package let nearest_m: Double?
    /// GeoJSON of its cell; nil unless it was asked for.
    package let cell: String?

    /// By pincode, of the whole state or of one district (its name or LGD code).
    ///
    /// One round trip, two with a district; 60 ms for the state at any size of the network.
    ///
    /// - Throws: `MatchingError.unknownDistrict`.
    package static func all(
        district: String? = nil, withCells: Bool = false, on database: some PostgresQueryable
    ) async throws -> [CentreDistance] {
        let lgd = try await district.asyncMap { try await District.find($0, on: database).lgd }
        return try await database.query(
            """
            SELECT pincode, district_lgd, coverage_count, nearest_id, nearest_m, cell
            FROM coverage_distances(\(lgd), \(withCells))
            """
        ).map { try CentreDistance($0) }
    }
}

extension CentreDistance {
    fileprivate init(_ row: PostgresRow) throws {
        pincode = try row.pincode(column: 0)
        district_lgd = try row.column(1)
        coverageCount = try row.column(2)
        nearest = try row.column(3)
        nearest_m = try row.column(4)
        cell = try row.column(5)
    }
}
