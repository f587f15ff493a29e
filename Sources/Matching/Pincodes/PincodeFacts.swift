import Postgres

/// What is known of a pincode, and from where.
package struct PincodeFacts: Sendable {
    package struct Office: Sendable {
        package let name: String
        /// HO, SO or BO: head, sub or branch office.
        package let officeType: String
        package let delivers: Bool
        /// Nil when the directory's coordinates are missing or unusable.
        package let location: GeoPoint?
        /// What was made of the directory's coordinates: ok, missing, repaired:<how>, dropped:<why>.
        package let status: String
    }

    package let pincode: Pincode
    package let name: String
    /// Nil where no Tamil name is known.
    package let name_ta: String?
    package let district: District
    package let state: String
    /// An estimate.
    package let location: GeoPoint
    package let spread_km: Double
    package let quality: String
    package let source: String
    /// Head offices first, then by name.
    package let offices: [Office]
}

extension PincodeFacts {
    /// One round trip.
    /// - Throws: `MatchingError.unknownPincode`.
    package static func find(_ pincode: Pincode, on database: some PostgresQueryable) async throws -> PincodeFacts {
        let rows = try await database.query(
            """
            SELECT p.name, d.lgd, d.name, d.name_ta, p.state, p.lat, p.lng, p.spread_km, p.quality, p.source,
                o.name, o.office_type, o.delivers, o.lat, o.lng, o.status, (
                    SELECT pincode_name_ta(pincode, name) FROM pincodes WHERE pincode = \(pincode.number))
            FROM pincodes p
            JOIN districts d ON d.lgd = p.district_lgd
            LEFT JOIN post_offices o USING (pincode)
            WHERE p.pincode = \(pincode.number)
            ORDER BY array_position('{HO,SO,BO}', o.office_type), o.name, o.id
            """)
        guard let first = rows.first else { throw MatchingError.unknownPincode(pincode) }
        guard let location = GeoPoint(lat: try first.column(5), lng: try first.column(6)) else {
            throw MatchingError.unknownPincode(pincode)
        }
        return PincodeFacts(
            pincode: pincode, name: try first.column(0), name_ta: try first.column(16),
            district: District(
                lgd: try first.column(1), name: try first.column(2), name_ta: try first.column(3)),
            state: try first.column(4), location: location, spread_km: try first.column(7),
            quality: try first.column(8), source: try first.column(9),
            offices: try rows.compactMap(Office.init))
    }
}

extension PincodeFacts.Office {
    /// Nil for the row of a pincode without offices.
    fileprivate init?(_ row: PostgresRow) throws {
        guard let name = try row.column(10, as: String?.self) else { return nil }
        self.name = name
        officeType = try row.column(11)
        delivers = try row.column(12)
        status = try row.column(15)
        let lat: Double? = try row.column(13)
        let lng: Double? = try row.column(14)
        if let lat, let lng { location = GeoPoint(lat: lat, lng: lng) } else { location = nil }
    }
}
