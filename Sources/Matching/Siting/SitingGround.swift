import Postgres

/// The pincode points, which are both where demand is and where a centre may open.
package struct SitingGround: Equatable, Sendable {
    package struct Place: Equatable, Sendable {
        package let pincode: Pincode
        package let name: String
        package let location: GeoPoint
        /// What covering it is worth: not negative.
        package let demand: Int
        /// Whether an approved centre's area covers it already.
        package let isCovered: Bool

        package init(pincode: Pincode, name: String, location: GeoPoint, demand: Int, isCovered: Bool) {
            self.pincode = pincode
            self.name = name
            self.location = location
            self.demand = demand
            self.isCovered = isCovered
        }
    }

    /// How demand was estimated, in words for people.
    package static let demandBasis =
        CoverageSummary.demandBasis
        + " Each search of the last 90 days that found nobody counts as 10 more, up to twice the households."

    /// By pincode.
    package let places: [Place]

    package init(places: [Place]) { self.places = places }

    /// One round trip.
    ///
    /// - Throws: `SitingError.unknownDistrict`.
    package static func read(district: String?, on database: some PostgresQueryable) async throws -> SitingGround {
        let rows = try await database.query("SELECT * FROM siting_ground(\(district))")
        if rows.isEmpty, let district { throw SitingError.unknownDistrict(district) }
        return SitingGround(places: try rows.map(Place.init))
    }
}

extension SitingGround.Place {
    fileprivate init(_ row: PostgresRow) throws {
        pincode = try row.pincode(column: 0)
        name = try row.column(1)
        location = try row.point(latColumn: 2)
        demand = try row.column(4)
        isCovered = try row.column(5)
    }
}
