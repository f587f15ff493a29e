import Matching

extension Problem {
    static func invalidPincode(_ field: String) -> Problem {
        .invalidParameter(field, "A pincode is exactly six digits, as in 600001.", code: "invalid_pincode")
    }
}

extension QueryParameters {
    /// `west,south,east,north` in degrees.
    /// - Throws: `Problem` 422 when it is absent, not four numbers, empty, or off the Earth.
    mutating func box(_ name: String) throws -> GeoBox {
        let numbers = (text(name) ?? "").split(separator: ",", omittingEmptySubsequences: false)
            .map { Self.finiteNumber(String($0)) }
        guard numbers.count == 4, let west = numbers[0], let south = numbers[1], let east = numbers[2],
            let north = numbers[3], GeoPoint(lat: south, lng: west) != nil, GeoPoint(lat: north, lng: east) != nil,
            west < east, south < north
        else {
            throw Problem.invalidParameter(name, "'\(name)' must be west,south,east,north in degrees.")
        }
        return GeoBox(west: west, south: south, east: east, north: north)
    }
}
