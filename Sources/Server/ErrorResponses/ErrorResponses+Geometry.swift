import HTTPTypes
import Matching

extension ErrorResponses {
    static func geometry(_ error: GeometryRefusal) -> Problem {
        switch error.kind {
        case .tooManyBytes: Problem(.contentTooLarge, "too_large", error.message)
        case .notJSON: Problem(.badRequest, "invalid_json", error.message)
        default: .invalidGeometry("geometry", error.message, error.reason)
        }
    }

    static var noShapefiles: Problem {
        Problem(
            .unsupportedMediaType, "unsupported_type",
            "This server has no reader for Shapefiles: send the area as GeoJSON or KML.")
    }
}
