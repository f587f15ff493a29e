import Hummingbird
import Matching

/// Files that are sent as they are, beside bodies in JSON.
extension AreaFile {
    /// By the body's type.
    ///
    /// - Throws: `Problem` 415 for another one.
    init(typeOf request: Request) throws {
        guard let file = AreaFile(rawValue: request.contentType ?? "") else {
            let files = AreaFile.allCases.map(\.rawValue).joined(separator: ", ")
            throw Problem(
                .unsupportedMediaType, "unsupported_type", "Send the body as application/json, or as a file: \(files).")
        }
        self = file
    }

    /// - Throws: `Problem` 413.
    static func bytes(of request: Request) async throws -> [UInt8] {
        Array(try await request.bytes(limit: GeometryLimits.bytes).readableBytesView)
    }

    /// The system of a file's coordinates, from the address; to be asked before all else, as it refuses what the
    /// address doesn't take.
    static func srid(in request: Request) throws -> Int? {
        var parameters = try QueryParameters(request)
        let isGiven = parameters.text("srid") != nil
        let srid = try parameters.integer("srid", in: 1...998_999, default: 4326)
        try parameters.refuseOthers()
        return isGiven ? srid : nil
    }
}

extension AreaFile {
    /// By the ending of a file's name; nil for another one.
    init?(named name: String) {
        switch name.split(separator: ".").last?.lowercased() {
        case "geojson", "json": self = .geoJSON
        case "kml": self = .kml
        case "zip": self = .zip
        default: return nil
        }
    }
}
