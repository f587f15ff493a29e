extension GeometryRefusal {
    /// Why, as programs name it: a client that speaks another language than the message has its own words for each.
    package enum Reason: String, CaseIterable, Sendable {
        case notReadable = "not_readable"
        case noPolygon = "no_polygon"
        case unknownSystem = "unknown_system"
        case tooComplex = "too_complex"
        case notFinite = "not_finite"
        case hasHeights = "has_heights"
        case tooFewPositions = "too_few_positions"
        case notClosed = "not_closed"
        case selfIntersection = "self_intersection"
        case wrongRings = "wrong_rings"
        case withoutArea = "without_area"
        case outsideRegion = "outside_region"
        case swappedAxes = "swapped_axes"
        case areaTooLarge = "area_too_large"
        case fileTooLarge = "file_too_large"
        case missingPart = "missing_part"
    }

    package var reason: Reason {
        switch kind {
        case .notJSON, .notGeoJSON, .tooDeep: .notReadable
        case .noPolygon, .empty: .noPolygon
        case .unknownSystem, .systemsDiffer, .unknownSRID, .notProjectable: .unknownSystem
        case .tooManyVertices, .tooManyRings, .tooManyVerticesInDegrees, .tooManyCrossings, .tooComplex: .tooComplex
        case .notFinite: .notFinite
        case .hasHeights: .hasHeights
        case .tooFewPositions: .tooFewPositions
        case .notClosed: .notClosed
        case .invalid(let flaw): flaw.reason
        case .withoutArea, .tooFine: .withoutArea
        case .outside(.swapped): .swappedAxes
        case .outside: .outsideRegion
        case .tooLarge: .areaTooLarge
        case .tooManyBytes: .fileTooLarge
        case .file(let flaw): flaw.reason
        }
    }
}

extension GeometryRefusal.Flaw {
    fileprivate var reason: GeometryRefusal.Reason {
        switch self {
        case .selfIntersection, .ringSelfIntersection: .selfIntersection
        case .tooFewPoints: .tooFewPositions
        case .holeOutside, .nestedHoles, .nestedShells, .disconnectedInterior, .duplicateRings, .other: .wrongRings
        }
    }
}

extension GeometryRefusal.FileFlaw {
    fileprivate var reason: GeometryRefusal.Reason {
        switch self {
        case .notKML, .doctype, .notZip, .unsafeZip, .unreadableShapefile: .notReadable
        case .shapefiles, .missingPart: .missingPart
        case .withoutSystem, .unknownSystem: .unknownSystem
        case .notPolygons: .noPolygon
        case .tooLarge: .fileTooLarge
        case .tookTooLong: .tooComplex
        }
    }
}
