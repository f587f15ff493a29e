import Postgres

/// How much of the state the network covers, by district.
package struct CoverageSummary: Sendable {
    package struct Row: Sendable {
        /// Nil for the state.
        package let lgd: Int32?
        package let name: String
        package let name_ta: String
        package let pincodes: Int32
        /// By their points.
        package let coveredPincodes: Int32
        /// Geodesic.
        package let area_km2: Double
        package let covered_km2: Double
        /// Estimated households.
        package let demand: Int64
        /// Those of the pincodes that are covered.
        package let coveredDemand: Int64
        /// GeoJSON of the district; nil unless it was asked for.
        package let ground: String?
    }

    /// How demand was estimated, for people.
    package static let demandBasis = """
        Households, estimated: the district's population (Census 2011, on present borders) at 3.9 people to a household, \
        spread over its pincodes by the number of their post offices that deliver.
        """

    package let state: Row
    /// By name.
    package let districts: [Row]

    /// One round trip; 4 ms at any size of the network.
    package static func find(withGround: Bool = false, on database: some PostgresQueryable) async throws -> Self {
        let rows = try await database.query(
            """
            SELECT lgd, name, name_ta, pincodes, covered_pincodes, area_km2, covered_km2, demand, covered_demand, ground
            FROM coverage_summary(\(withGround))
            """
        ).map { try Row($0) }
        return CoverageSummary(state: rows[0], districts: Array(rows.dropFirst()))
    }
}

extension CoverageSummary.Row {
    fileprivate init(_ row: PostgresRow) throws {
        lgd = try row.column(0)
        name = try row.column(1)
        name_ta = try row.column(2)
        pincodes = try row.column(3)
        coveredPincodes = try row.column(4)
        area_km2 = try row.column(5)
        covered_km2 = try row.column(6)
        demand = try row.column(7)
        coveredDemand = try row.column(8)
        ground = try row.column(9)
    }
}
