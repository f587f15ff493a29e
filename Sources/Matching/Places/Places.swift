import Postgres

package enum PlaceSearchError: Error, Equatable {
    case noText
    case textTooLong(maximum: Int)
    /// The database holds a place that can't be one.
    case unreadablePlace(String)
}

/// The longest text searched for, in Unicode scalars.
package let longestPlaceText = 100

/// The places that `text` may mean, best first: English or Tamil, misspelt or unfinished, with or
/// without a district or pincode beside the name; digits alone are the beginning of a pincode.
/// Empty if nothing is near enough. One round trip, about 2 ms of the database's time.
///
/// - Parameter limit: at least 1.
/// - Throws: `PlaceSearchError`, `PostgresError`.
package func places(
    matching text: String, limit: Int, on database: some PostgresQueryable
) async throws -> [Place] {
    let text = try searchableText(text)
    let rows = try await database.query(
        """
        SELECT kind, label, label_ta, pincode, district_lgd, district, district_ta, lat, lng
        FROM find_places(\(text)::text, \(Int32(clamping: limit)))
        """)
    return try rows.map(Place.init(row:))
}

private func searchableText(_ text: String) throws(PlaceSearchError) -> String {
    guard text.unicodeScalars.count <= longestPlaceText else {
        throw .textTooLong(maximum: longestPlaceText)
    }
    // PostgreSQL's text can't hold NUL, and no name holds another control character.
    let scalars = text.unicodeScalars.map { $0.properties.generalCategory == .control ? " " : $0 }
    guard !scalars.allSatisfy(\.properties.isWhitespace) else { throw .noText }
    return String(String.UnicodeScalarView(scalars))
}

extension Place {
    /// Of kind, label, Tamil label, pincode, district (code, name, Tamil name), latitude and longitude.
    init(row: PostgresRow) throws {
        let (kind, label, label_ta, pincode, lgd, district, district_ta, lat, lng) = try row.decode(
            String.self, String.self, String?.self, Int32.self, Int32.self, String.self, String.self,
            Double.self, Double.self)
        guard let kind = Kind(rawValue: kind), let pincode = Pincode(pincode),
            let location = GeoPoint(lat: lat, lng: lng)
        else { throw PlaceSearchError.unreadablePlace("\(kind) \(label) \(pincode) \(lat) \(lng)") }
        self.init(
            kind: kind, label: label, label_ta: label_ta, pincode: pincode,
            district: District(lgd: lgd, name: district, name_ta: district_ta), location: location)
    }
}
