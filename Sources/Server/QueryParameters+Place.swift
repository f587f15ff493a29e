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
        let numbers = (text(name) ?? "").split(separator: ",", omittingEmptySubsequences: false).map { Double($0) }
        guard numbers.count == 4, let west = numbers[0], let south = numbers[1], let east = numbers[2],
            let north = numbers[3], GeoPoint(lat: south, lng: west) != nil, GeoPoint(lat: north, lng: east) != nil,
            west < east, south < north
        else {
            throw Problem.invalidParameter(name, "'\(name)' must be west,south,east,north in degrees.")
        }
        return GeoBox(west: west, south: south, east: east, north: north)
    }

    /// The name of a service, whether or not it exists.
    mutating func service() throws -> String? {
        guard let service = text("service") else { return nil }
        let isName = !service.isEmpty && service.utf8.count <= 64
            && service.utf8.allSatisfy { ("a"..."z").contains(Character(Unicode.Scalar($0))) || $0 == UInt8(ascii: "_") }
        guard isName else {
            throw Problem.invalidParameter("service", "'service' must be one of those that /api/services lists.")
        }
        return service
    }
}
