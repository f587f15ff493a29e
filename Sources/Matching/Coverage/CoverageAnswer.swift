import Foundation
import Postgres

/// Who comes to the door at a place.
package struct CoverageAnswer: Sendable {
    package struct Centre: Sendable {
        package let id: Int64
        package let center_name: String
        /// Geodesic on WGS 84.
        package let distance_m: Double
        package let covers: Bool
    }

    package let origin: NearestAnswer.Origin
    /// How many there are; `centres` lists the nearest 1,000 of them.
    package let coverageCount: Int
    /// Those that cover the place, by distance, ties by id.
    package let centres: [Centre]
    /// The nearest centre whether or not it covers the place; nil when there is none at all.
    package let nearest: Centre?
}

extension CoverageAnswer {
    /// One round trip.
    ///
    /// - Parameter at: A time in the past, to be answered from the history; nil for now. A pincode's point is the one
    ///   of today either way.
    /// - Throws: `MatchingError.unknownPincode`, `.outsideServiceRegion`.
    package static func find(
        _ origin: NearestRequest.Origin, at: Date? = nil, on database: some PostgresQueryable
    ) async throws -> CoverageAnswer {
        let rows = try await database.query(at.map { query(origin, at: $0) } ?? query(origin))
        guard let first = rows.first else { throw origin.whenUnknown }
        let centres = try rows.compactMap(Centre.init)
        return CoverageAnswer(
            origin: try NearestAnswer.Origin(first), coverageCount: Int(try first.column(5, as: Int32.self)),
            centres: centres.filter(\.covers), nearest: centres.first)
    }

    /// What the answer depends on.
    package var scope: AnswerScope {
        // Of a list that was cut short, a centre beyond its end may move to within it.
        let isWhole = centres.count == coverageCount
        return AnswerScope(
            origin: origin.location, reach_m: isWhole ? nearest?.distance_m ?? .infinity : .infinity,
            centres: centres.map(\.id) + (nearest.map { [$0.id] } ?? []))
    }

    private static func query(_ origin: NearestRequest.Origin, at: Date) -> Query {
        switch origin {
        case .pincode(let pincode): return "SELECT * FROM coverage_of_pincode_at(\(pincode.number), \(at))"
        case .point(let point):
            return """
                SELECT * FROM coverage_of_point_at(\(point.lat), \(point.lng), \(at))
                WHERE EXISTS (SELECT FROM districts_near(\(point.lat), \(point.lng)))
                """
        }
    }

    static func query(_ origin: NearestRequest.Origin) -> Query {
        switch origin {
        case .pincode(let pincode): return "SELECT * FROM coverage_of_pincode(\(pincode.number))"
        case .point(let point):
            return """
                SELECT * FROM coverage_of_point(\(point.lat), \(point.lng))
                WHERE EXISTS (SELECT FROM districts_near(\(point.lat), \(point.lng)))
                """
        }
    }
}

extension CoverageAnswer.Centre {
    /// Nil for the row that says that there is no centre at all.
    fileprivate init?(_ row: PostgresRow) throws {
        guard let id = try row.column(6, as: Int64?.self) else { return nil }
        self.id = id
        center_name = try row.column(7)
        distance_m = try row.column(8)
        covers = try row.column(9)
    }
}
