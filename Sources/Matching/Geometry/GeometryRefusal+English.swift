// All that people are told of a refused geometry, in one place, so that it can be said in another language.

extension GeometryRefusal: CustomStringConvertible {
    /// What is wrong, where, and as a rule what to do; whole sentences.
    package var message: String {
        let sentence = Self.sentence(kind, place: position.map { " at \($0)" } ?? "")
        guard let part else { return sentence }
        return "\(part.prefix(1).uppercased())\(part.dropFirst()): \(sentence)"
    }

    package var description: String { message }

    private static func sentence(_ kind: Kind, place: String) -> String {
        switch kind {
        case .tooManyBytes: "The geometry is longer than \(GeometryLimits.bytes >> 10) KiB."
        case .notJSON(let byte): "The geometry can't be read as JSON from byte \(byte) on."
        case .notGeoJSON(let what): "The geometry is not GeoJSON: \(what)."
        case .noPolygon(let type):
            "A \(type) is no ground to serve; only Polygon and MultiPolygon are taken, alone or in a Feature, "
                + "FeatureCollection or GeometryCollection."
        case .tooDeep: "Collections within collections, or lists nested this deep, are not taken."
        case .unknownSystem(let name): "The coordinate system '\(name)' is not known; send its EPSG number as srid."
        case .systemsDiffer(let given, let named): "srid is \(given), but the geometry itself says EPSG:\(named)."
        case .tooManyVertices: "The geometry has more than \(GeometryLimits.vertices) vertices; simplify it."
        case .tooManyRings: "The geometry has more than \(GeometryLimits.rings) rings."
        case .notFinite:
            "A coordinate is not a finite number\(place.isEmpty ? "" : ", in the position after the one" + place)."
        case .hasHeights: "The position\(place) has more than two coordinates; leave out heights (Z) and measures (M)."
        case .tooFewPositions: "The ring that begins\(place) has fewer than 4 positions."
        case .notClosed: "The ring that begins\(place) is not closed: its last position must be its first."
        case .empty: "The geometry is empty."
        case .invalid(let flaw): sentence(flaw, place: place)
        case .withoutArea: "The geometry has no area\(place)."
        case .tooFine: "Rounded to 7 decimals of a degree (1 cm) the geometry is no longer valid; simplify it."
        case .outside(let hint): sentence(hint, place: place)
        case .tooLarge(let area):
            "The geometry has \(Int(area.rounded())) km2; an area may have \(Int(GeometryLimits.area_km2)) km2 at most."
        case .unknownSRID(let srid): "There is no coordinate system with the SRID \(srid)."
        case .notProjectable(let srid): "The coordinates can't be brought from EPSG:\(srid) to longitude and latitude."
        case .tooManyVerticesInDegrees:
            "Its edges are so long that following them in longitude and latitude takes more than "
                + "\(GeometryLimits.vertices) vertices; send it in EPSG:4326."
        case .tooManyCrossings: "Its parts cross each other more than \(GeometryLimits.crossings) times; simplify it."
        case .tooComplex: "The geometry takes too long to check; simplify it."
        case .file(let flaw): flaw.sentence
        }
    }

    private static func sentence(_ flaw: Flaw, place: String) -> String {
        switch flaw {
        case .selfIntersection: "The outline crosses or touches itself\(place)."
        case .ringSelfIntersection: "A ring touches itself\(place)."
        case .holeOutside: "A hole lies outside its polygon\(place)."
        case .nestedHoles: "A hole lies within another hole\(place)."
        case .nestedShells: "A polygon lies within another polygon\(place)."
        case .disconnectedInterior: "Holes cut the polygon into separate pieces\(place)."
        case .duplicateRings: "Two rings are the same\(place)."
        case .tooFewPoints: "A ring has fewer than 3 different corners\(place)."
        case .other(let reason): "The polygon is not valid\(place): \(reason)."
        }
    }

    private static func sentence(_ hint: Hint?, place: String) -> String {
        let outside = "The geometry reaches\(place) beyond Tamil Nadu and the 50 km around it."
        return switch hint {
        case nil: outside
        case .swapped: outside + " Longitude and latitude seem to be swapped: longitude comes first."
        case .degrees: outside + " Its coordinates seem to be degrees: send them with srid 4326."
        case .notDegrees: outside + " Its coordinates are not degrees: name their system's EPSG number in srid."
        }
    }
}

extension GeometryRefusal.Position: CustomStringConvertible {
    package var description: String {
        isLngLat ? "longitude \(Self.text(x)), latitude \(Self.text(y))" : "x \(Self.text(x)), y \(Self.text(y))"
    }

    /// With 7 decimals at most.
    private static func text(_ number: Double) -> String {
        guard abs(number) < 1e8 else { return "\(number)" }
        return "\((number * 1e7).rounded() / 1e7)"
    }
}
