import Postgres

/// A pincode whose point few centres cover.
package struct CoverageGap: Sendable {
    /// Its demand is what the choice of new sites weighs: the two below, as `SitingGround.demandBasis` says.
    package let place: DispatchPlace
    /// Households.
    package let estimatedDemand: Int32
    /// Of the last 90 days, those that found nobody there.
    package let observedSearches: Int64
    /// How many approved centres cover its point.
    package let coverageCount: Int32
    /// Of its cell, from 0 to 1.
    package let coveredShare: Double
    /// Of its cell, geodesic.
    package let uncovered_km2: Double
    /// The nearest approved centre, whom it covers or not; nil when there is none at all.
    package let nearest: CentreAtDistance?
}

/// A list of gaps: by the number of centres, then by demand, the greatest first, then by pincode.
package struct GapList: Sendable {
    /// The last gap of a page; the next page follows it. Gaps that stay as they are come once each, whatever becomes of
    /// others meanwhile: one whose count or demand changes may change its place.
    package struct Position: Sendable, Equatable {
        package let coverageCount: Int32
        package let demand: Int32
        package let pincode: Int32

        package init(coverageCount: Int32, demand: Int32, pincode: Int32) {
            self.coverageCount = coverageCount
            self.demand = demand
            self.pincode = pincode
        }
    }

    /// A district's name or LGD code; nil for the whole state.
    package var district: String?
    /// Pincodes that fewer centres than this cover.
    package var minCount: Int32
    package var after: Position?
    /// Nil for all there are: as many as the state has pincodes at the most.
    package var limit: Int?
    /// Whether each row brings its cell.
    package var withCells: Bool

    package init(
        district: String? = nil, minCount: Int32 = 1, after: Position? = nil, limit: Int? = 20, withCells: Bool = false
    ) {
        self.district = district
        self.minCount = minCount
        self.after = after
        self.limit = limit
        self.withCells = withCells
    }

    /// One round trip, two with a district; 4 ms for a page at any size of the network, 50 ms for the whole state.
    ///
    /// - Throws: `MatchingError.unknownDistrict`.
    package func page(on database: some PostgresQueryable) async throws -> DispatchPage<CoverageGap, Position> {
        let lgd = try await district.asyncMap { try await District.find($0, on: database).lgd }
        let rows = try await database.query(
            """
            SELECT total, pincode, name, district_lgd, district, lat, lng, demand, cell, nearest_id, nearest_name,
                nearest_m, coverage_count, covered_share, uncovered_km2, estimated_demand, observed_searches
            FROM coverage_gap_list(\(lgd), \(minCount), \(after?.coverageCount), \(after?.demand), \(after?.pincode),
                \(DispatchPlace.fetchCount(limit)), \(withCells))
            """)
        return try DispatchPage(rows, limit: limit, position: \.position) { try CoverageGap($0) }
    }
}

extension CoverageGap {
    fileprivate var position: GapList.Position {
        GapList.Position(coverageCount: coverageCount, demand: place.demand, pincode: place.pincode.number)
    }

    fileprivate init(_ row: PostgresRow) throws {
        place = try DispatchPlace(row)
        nearest = try CentreAtDistance(row, column: 9)
        coverageCount = try row.column(12)
        coveredShare = min(1, max(0, try row.column(13, as: Double.self)))
        uncovered_km2 = try row.column(14)
        estimatedDemand = try row.column(15)
        observedSearches = try row.column(16)
    }
}
