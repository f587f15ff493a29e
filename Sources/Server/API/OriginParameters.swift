import HTTPTypes
import Matching

/// The place that a question is about, as it was given.
package enum OriginParameter: Sendable {
    case pincode(Pincode)
    case point(GeoPoint)
    case digipin(Digipin)
    case place(String)
}

extension OriginParameter {
    /// Exactly one of a pincode, a latitude and longitude, a DIGIPIN and a place's name.
    ///
    /// - Throws: `Problem` 422 `one_origin_required`, `invalid_pincode`, `invalid_digipin` or
    ///   `invalid_parameter`.
    package init(
        pincode: String?, lat: String?, lng: String?, digipin: String?, place: String?, takesPlace: Bool = true
    ) throws {
        let given = [pincode != nil, lat != nil || lng != nil, digipin != nil, place != nil]
        guard given.count(where: { $0 }) == 1 else { throw Self.oneOriginRequired(takesPlace: takesPlace) }
        if let pincode {
            guard let pincode = Pincode(pincode) else { throw Problem.invalidPincode("pincode") }
            self = .pincode(pincode)
        } else if let digipin {
            guard let digipin = Digipin(digipin) else { throw Self.invalidDigipin }
            self = .digipin(digipin)
        } else if let place {
            self = .place(place)
        } else {
            self = .point(try Self.point(lat: lat, lng: lng))
        }
    }

    private static func point(lat: String?, lng: String?) throws -> GeoPoint {
        guard let lat = coordinate(lat), (-90...90).contains(lat) else {
            throw Problem.invalidParameter("lat", "'lat' must be a latitude in degrees, from -90 to 90.")
        }
        guard let lng = coordinate(lng), let point = GeoPoint(lat: lat, lng: lng) else {
            throw Problem.invalidParameter("lng", "'lng' must be a longitude in degrees, from -180 to 180.")
        }
        return point
    }

    private static func coordinate(_ text: String?) -> Double? {
        text.flatMap { QueryParameters.finiteNumber($0) }
    }

    private static var invalidDigipin: Problem {
        .invalidParameter(
            "digipin", "A DIGIPIN is ten of the letters FC98J327K456LMPT, as in 4T3-83P-6KM2.",
            code: "invalid_digipin")
    }

    private static func oneOriginRequired(takesPlace: Bool) -> Problem {
        Problem(
            .unprocessableContent, "one_origin_required",
            "Give exactly one origin: pincode, or lat and lng, or digipin\(takesPlace ? ", or place" : "").")
    }
}

extension QueryParameters {
    /// The parameters `pincode`, `lat`, `lng`, `digipin` and, where it is taken, `place`.
    mutating func origin(takesPlace: Bool) throws -> OriginParameter {
        try OriginParameter(
            pincode: text("pincode"), lat: text("lat"), lng: text("lng"), digipin: text("digipin"),
            place: takesPlace ? text("place") : nil, takesPlace: takesPlace)
    }
}
