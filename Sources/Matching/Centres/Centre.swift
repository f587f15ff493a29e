import Postgres

/// A repair centre as anybody may see it.
package struct Centre: Sendable {
    package let id: Int64
    package let center_name: String
    package let address: String
    package let city: String
    package let district: String
    package let pincode: Pincode
    package let phone: String
    package let location: GeoPoint
    /// `pin` when somebody pointed at it, `pincode_centroid` when only the pincode is known.
    package let locationSource: String
    package let status: String
    package let opening: OpeningTimes
    package let isSample: Bool

    /// The columns that `init(_:)` reads, in their order.
    package static let columns: Query = """
        s.id, s.center_name, s.address, s.city, s.district, s.pincode::integer, s.phone, s.lat, s.lng,
        s.location_source, s.status, s.open_minutes, s.closed_during, s.is_sample
        """

    package static let columnCount = 14

    package init(_ row: PostgresRow) throws {
        id = try row.column(0)
        center_name = try row.column(1)
        address = try row.column(2)
        city = try row.column(3)
        district = try row.column(4)
        pincode = try row.pincode(column: 5)
        phone = try row.column(6)
        location = try row.point(latColumn: 7)
        locationSource = try row.column(9)
        status = try row.column(10)
        opening = OpeningTimes(
            hours: try row.column(11), closed: try row.column(12, as: ClosedTimes?.self) ?? .never)
        isSample = try row.column(13)
    }
}
