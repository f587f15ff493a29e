import Postgres

extension PostgresRow {
    /// The point of a latitude and, in the column after it, a longitude.
    /// - Throws: `PostgresError.Code.decoding`, also when they are not on Earth.
    package func point(latColumn column: Int) throws -> GeoPoint {
        guard let point = GeoPoint(lat: try self.column(column), lng: try self.column(column + 1)) else {
            throw PostgresError(.decoding, "columns \(column) and \(column + 1) are not a point on Earth")
        }
        return point
    }

    package func pincode(column: Int) throws -> Pincode {
        guard let pincode = Pincode(try self.column(column, as: Int32.self)) else {
            throw PostgresError(.decoding, "column \(column) is not a pincode")
        }
        return pincode
    }
}
