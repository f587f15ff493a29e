import Postgres

/// A pincode that one centre alone covers: a gap as soon as it closes.
package struct FragilePincode: Sendable {
    package let place: DispatchPlace
    package let centre: CentreAtDistance
}

/// A list of such pincodes: by demand, the greatest first, then by pincode.
package struct FragileList: Sendable {
    package struct Position: Sendable, Equatable {
        package let demand: Int32
        package let pincode: Int32

        package init(demand: Int32, pincode: Int32) {
            self.demand = demand
            self.pincode = pincode
        }
    }

    /// A district's name or LGD code; nil for the whole state.
    package var district: String?
    package var after: Position?
    /// Nil for all there are.
    package var limit: Int?
    /// Whether each row brings its cell.
    package var withCells: Bool

    package init(district: String? = nil, after: Position? = nil, limit: Int? = 20, withCells: Bool = false) {
        self.district = district
        self.after = after
        self.limit = limit
        self.withCells = withCells
    }

    /// One round trip, two with a district.
    ///
    /// - Throws: `MatchingError.unknownDistrict`.
    package func page(on database: some PostgresQueryable) async throws -> DispatchPage<FragilePincode, Position> {
        let lgd = try await district.asyncMap { try await District.find($0, on: database).lgd }
        let rows = try await database.query(
            """
            SELECT total, pincode, name, district_lgd, district, lat, lng, demand, cell, centre_id, centre_name, centre_m
            FROM coverage_fragile(\(lgd), \(after?.demand), \(after?.pincode), \(DispatchPlace.fetchCount(limit)),
                \(withCells))
            """)
        return try DispatchPage(rows, limit: limit, position: \.position) { try FragilePincode($0) }
    }
}

extension FragilePincode {
    fileprivate var position: FragileList.Position {
        FragileList.Position(demand: place.demand, pincode: place.pincode.number)
    }

    fileprivate init(_ row: PostgresRow) throws {
        place = try DispatchPlace(row)
        guard let centre = try CentreAtDistance(row, column: 9) else {
            throw PostgresError(.decoding, "a pincode that one centre covers has none")
        }
        self.centre = centre
    }
}
