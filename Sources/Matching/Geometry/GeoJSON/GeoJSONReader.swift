/// Reads GeoJSON (RFC 7946) in time and memory linear in its length, and refuses what it can't be before anything
/// costlier sees it. Polygons alone, in a Feature, a FeatureCollection or a GeometryCollection; collections don't nest.
struct GeoJSONReader {
    private var coordinates: CoordinatesReader
    private var pieces: [GivenGeometry.Piece] = []
    private var named: Int?

    /// - Parameters:
    ///   - srid: Of the coordinates; nil for what the geometry's own `crs` says, or else WGS 84.
    ///   - mends: Instead of refusing what can be put right without doubt, does so and tells what.
    /// - Throws: `GeometryRefusal`.
    static func read(
        _ bytes: [UInt8], srid: Int?, mends: Bool = false, limit: Int = GeometryLimits.bytes
    ) throws -> (geometry: GivenGeometry, mends: Set<GeometryMend>) {
        guard bytes.count <= limit else { throw GeometryRefusal(.tooManyBytes) }
        var reader = GeoJSONReader(
            coordinates: CoordinatesReader(isLngLat: srid ?? 4326 == 4326, mends: mends))
        var cursor = JSONCursor(bytes)
        try reader.root(&cursor)
        try cursor.takeEnd()
        if let srid, let named = reader.named, srid != named {
            throw GeometryRefusal(.systemsDiffer(given: srid, named: named))
        }
        let pieces = reader.pieces.filter { !$0.polygons.isEmpty }
        guard !pieces.isEmpty else { throw GeometryRefusal(.empty) }
        return (GivenGeometry(srid: srid ?? reader.named ?? 4326, pieces: pieces), reader.coordinates.mends ?? [])
    }

    private mutating func root(_ cursor: inout JSONCursor) throws {
        switch try type(cursor) {
        case "FeatureCollection":
            try member("features", &cursor) { reader, cursor in
                try reader.list("features", &cursor) { reader, cursor, index in
                    try reader.feature(&cursor, name: "feature \(index + 1)")
                }
            }
        case "Feature": try feature(&cursor, name: nil)
        default: try geometry(&cursor, name: nil)
        }
    }

    private mutating func feature(_ cursor: inout JSONCursor, name: String?) throws {
        let type = try type(cursor)
        guard type == "Feature" else {
            throw GeometryRefusal(.notGeoJSON("'features' must be a list of Feature"), part: name)
        }
        try member("geometry", &cursor) { reader, cursor in
            // A feature may have no place (RFC 7946, 3.2).
            if cursor.peek() == UInt8(ascii: "n"), try cursor.word() == "null" { return }
            try reader.geometry(&cursor, name: name)
        }
    }

    private mutating func geometry(_ cursor: inout JSONCursor, name: String?, isMember: Bool = false) throws {
        switch try type(cursor) {
        case "Polygon":
            try member("coordinates", &cursor) { reader, cursor in
                if reader.takesEmptyList(&cursor) { return }
                let polygon = try reader.coordinates.within(name) { try $0.polygon(&cursor) }
                reader.pieces.append(.init(name: name, polygons: [polygon]))
            }
        case "MultiPolygon":
            try member("coordinates", &cursor) { reader, cursor in
                let polygons = try reader.coordinates.within(name) { try $0.multiPolygon(&cursor) }
                reader.pieces.append(.init(name: name, polygons: polygons))
            }
        case "GeometryCollection":
            guard !isMember else { throw GeometryRefusal(.tooDeep, part: name) }
            try member("geometries", &cursor) { reader, cursor in
                try reader.list("geometries", &cursor) { reader, cursor, index in
                    let own = "member \(index + 1)"
                    try reader.geometry(&cursor, name: name.map { "\($0), \(own)" } ?? own, isMember: true)
                }
            }
        case let other: throw GeometryRefusal(Self.unfit(other), part: name)
        }
    }

    private static func unfit(_ type: String) -> GeometryRefusal.Kind {
        switch type {
        case "Point", "MultiPoint", "LineString", "MultiLineString": .noPolygon(type: type)
        case "Feature", "FeatureCollection": .tooDeep
        default: .notGeoJSON("'type' must name a geometry")
        }
    }

    /// The object's type, without moving on: the type may stand after what it is about.
    private func type(_ cursor: JSONCursor) throws -> String {
        var cursor = cursor
        var type: String?
        guard cursor.peek() == UInt8(ascii: "{") else { throw Self.notAnObject(&cursor) }
        try cursor.members { cursor, name in
            if name == "type", cursor.peek() == UInt8(ascii: "\"") {
                guard type == nil else { throw GeometryRefusal(.notGeoJSON("'type' stands there twice")) }
                type = try cursor.string()
            } else {
                try cursor.skipValue()
            }
        }
        guard let type else { throw GeometryRefusal(.notGeoJSON("'type' is missing")) }
        return type
    }

    private static func notAnObject(_ cursor: inout JSONCursor) -> GeometryRefusal {
        guard (try? cursor.skipValue()) != nil else { return cursor.notJSON }
        return GeometryRefusal(.notGeoJSON("it must be an object"))
    }

    /// Takes the object and reads its member `name`, which must be there once.
    private mutating func member(
        _ name: String, _ cursor: inout JSONCursor,
        _ read: (inout GeoJSONReader, inout JSONCursor) throws -> Void
    ) throws {
        var found = false
        try cursor.members { cursor, other in
            switch other {
            case name:
                guard !found else { throw GeometryRefusal(.notGeoJSON("'\(name)' stands there twice")) }
                found = true
                try read(&self, &cursor)
            case "crs": named = try NamedSystem.srid(&cursor) ?? named
            default: try cursor.skipValue()
            }
        }
        guard found else { throw GeometryRefusal(.notGeoJSON("'\(name)' is missing")) }
    }

    private mutating func list(
        _ name: String, _ cursor: inout JSONCursor,
        _ read: (inout GeoJSONReader, inout JSONCursor, Int) throws -> Void
    ) throws {
        guard cursor.peek() == UInt8(ascii: "[") else {
            throw GeometryRefusal(.notGeoJSON("'\(name)' must be a list"))
        }
        try cursor.elements { cursor, index in try read(&self, &cursor, index) }
    }

    /// `[]`, which is how an empty geometry is written.
    private func takesEmptyList(_ cursor: inout JSONCursor) -> Bool {
        var ahead = cursor
        guard ahead.takes(UInt8(ascii: "[")), ahead.takes(UInt8(ascii: "]")) else { return false }
        cursor = ahead
        return true
    }
}
