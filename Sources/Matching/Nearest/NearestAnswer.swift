import Foundation
import Postgres

/// The nearest centres, and whether anybody covers the origin.
package struct NearestAnswer: Sendable {
    /// The origin's facts; a bare point has none but itself.
    package struct Origin: Sendable {
        package let name: String?
        package let district: String?
        package let location: GeoPoint
        package let spread_km: Double?
    }

    package struct Centre: Sendable {
        package let id: Int64
        package let center_name: String
        package let address: String
        package let city: String
        package let district: String
        package let pincode: Pincode
        package let phone: String
        package let location: GeoPoint
        /// Geodesic on WGS 84.
        package let distance_m: Double
        /// Whether the centre's service area covers the origin, its border included.
        package let covers: Bool
        package let opening: OpeningTimes
        package let isSample: Bool
    }

    package let origin: Origin
    /// How many approved centres' areas cover the origin, whatever the request filters.
    package let coverageCount: Int
    /// By distance, ties by id.
    package let centres: [Centre]
}

extension NearestAnswer {
    /// Until when the answer is right if nothing changes: the first moment a centre opens or closes.
    package func validUntil(from now: Date) -> Date {
        centres.compactMap { $0.opening.nextChange(after: now) }.min() ?? .distantFuture
    }

    /// What the answer to `request` depends on.
    ///
    /// - Parameter others: Centres that are told of beside those of the answer.
    package func scope(of request: NearestRequest, showing others: [Int64] = []) -> AnswerScope {
        let isFull = centres.count >= request.limit
        let reach_m = isFull ? centres.last?.distance_m : request.radius_m
        return AnswerScope(
            origin: origin.location, reach_m: reach_m ?? .infinity, centres: centres.map(\.id) + others)
    }
}

extension NearestAnswer {
    /// From rows of the SQL type `nearest_row`; nil when there is none.
    init?(_ rows: PostgresRows) throws {
        guard let first = rows.first else { return nil }
        origin = try Origin(first)
        coverageCount = Int(try first.column(5, as: Int32.self))
        let isEmpty = try first.column(6, as: Int64?.self) == nil
        centres = isEmpty ? [] : try rows.map(Centre.init)
    }
}

extension NearestAnswer.Origin {
    /// From the first five columns of `nearest_row`.
    init(_ row: PostgresRow) throws {
        name = try row.column(0)
        district = try row.column(1)
        location = try row.point(latColumn: 2)
        spread_km = try row.column(4)
    }
}

extension NearestAnswer.Centre {
    fileprivate init(_ row: PostgresRow) throws {
        id = try row.column(6)
        center_name = try row.column(7)
        address = try row.column(8)
        city = try row.column(9)
        district = try row.column(10)
        pincode = try row.pincode(column: 11)
        phone = try row.column(12)
        location = try row.point(latColumn: 13)
        distance_m = try row.column(15)
        covers = try row.column(16)
        isSample = try row.column(18)
        opening = OpeningTimes(
            hours: try row.column(17), closed: try row.column(19, as: ClosedTimes?.self) ?? .never)
    }
}
