import Matching
import Postgres

/// Where a centre's address lies: its pincode's point, and the district.
struct ProviderGround: Sendable {
    let centroid: GeoPoint
    let district_lgd: Int32
}

extension ProviderGround {
    private struct Candidate {
        let lgd: Int32
        let name: String
        let holdsPin: Bool
        let isNamed: Bool
    }

    /// One round trip. A pincode may cross districts: any in which it has a post office fits, and so does the one in
    /// which the pin stands. When none is named, the pin decides, else most of the pincode's offices.
    ///
    /// - Throws: `ProviderError.unknownPincode`, `.districtDoesNotFit`; `MatchingError.outsideServiceRegion` for a pin
    ///   more than 50 km outside the state.
    static func find(
        _ pincode: Pincode, district: String?, pin: GeoPoint?, on connection: PostgresConnection
    ) async throws -> ProviderGround {
        let rows = try await rows(pincode, district, pin, on: connection)
        guard let first = rows.first else { throw ProviderError.unknownPincode(pincode) }
        let (lat, lng, isInRegion) = (
            try first.column(0, as: Double.self), try first.column(1, as: Double.self),
            try first.column(2, as: Bool.self)
        )
        guard isInRegion else { throw MatchingError.outsideServiceRegion }
        guard let centroid = GeoPoint(lat: lat, lng: lng) else { throw ProviderError.unknownPincode(pincode) }
        let candidates = try rows.map {
            Candidate(
                lgd: try $0.column(3), name: try $0.column(4), holdsPin: try $0.column(5), isNamed: try $0.column(6))
        }
        let chosen =
            district == nil ? candidates.first(where: \.holdsPin) ?? candidates[0] : candidates.first(where: \.isNamed)
        guard let chosen else {
            throw ProviderError.districtDoesNotFit(pincode, named: district ?? "", right: candidates.map(\.name))
        }
        return ProviderGround(centroid: centroid, district_lgd: chosen.lgd)
    }

    /// The pincode's own district comes first.
    private static func rows(
        _ pincode: Pincode, _ district: String?, _ pin: GeoPoint?, on connection: PostgresConnection
    ) async throws -> PostgresRows {
        try await connection.query(
            """
            SELECT p.lat, p.lng,
                pin.point IS NULL OR EXISTS (SELECT FROM districts_near(\(pin?.lat)::float8, \(pin?.lng)::float8)),
                d.lgd, d.name, coalesce(ST_Covers(d.geom, pin.point), false),
                d.lgd::text = named.text OR name_key(d.name) = name_key(named.text) OR EXISTS (
                    SELECT FROM places l JOIN place_names n ON n.place_id = l.id
                    WHERE l.kind = 'district' AND l.district_lgd = d.lgd AND n.name_key = name_key(named.text))
            FROM pincodes p
            CROSS JOIN (SELECT ST_SetSRID(ST_MakePoint(\(pin?.lng)::float8, \(pin?.lat)::float8), 4326) AS point) AS pin
            CROSS JOIN (SELECT coalesce(\(district)::text, '') AS text) AS named
            JOIN districts d ON d.lgd = p.district_lgd OR ST_Covers(d.geom, pin.point)
                OR d.lgd IN (SELECT o.district_lgd FROM post_offices o WHERE o.pincode = p.pincode)
            WHERE p.pincode = \(pincode.number)
            ORDER BY d.lgd <> p.district_lgd, d.name
            """)
    }
}
