/// Why a geometry is not accepted, and where. `message` says it to people.
package struct GeometryRefusal: Error, Hashable, Sendable {
    package enum Kind: Hashable, Sendable {
        case tooManyBytes
        /// The text is no JSON; the byte at which that shows.
        case notJSON(byte: Int)
        /// JSON, but no geometry of GeoJSON (RFC 7946): what is wrong with it.
        case notGeoJSON(String)
        /// A geometry, of a type that is no ground.
        case noPolygon(type: String)
        case tooDeep
        case unknownSystem(String)
        case systemsDiffer(given: Int, named: Int)
        case tooManyVertices
        case tooManyRings
        case notFinite
        case hasHeights
        case tooFewPositions
        case notClosed
        case empty
        case invalid(Flaw)
        case withoutArea
        /// Valid as drawn, but not on the grid of 1e-7 degrees.
        case tooFine
        case outside(Hint?)
        case tooLarge(area_km2: Double)
        case unknownSRID(Int)
        case notProjectable(srid: Int)
        /// Following its long edges in longitude and latitude takes more than the vertices allowed.
        case tooManyVerticesInDegrees
        case tooManyCrossings
        /// The database gave up on it after `GeometryLimits.statementSeconds`.
        case tooComplex
        case file(FileFlaw)
    }

    /// What GEOS finds wrong with a polygon (OGC 06-103r4, 6.1.11).
    package enum Flaw: Hashable, Sendable {
        case selfIntersection, ringSelfIntersection, holeOutside, nestedHoles, nestedShells, disconnectedInterior
        case duplicateRings, tooFewPoints
        case other(String)
    }

    /// What may have gone wrong with a geometry that lies somewhere else.
    package enum Hint: String, Hashable, Sendable {
        case swapped, degrees
        case notDegrees = "not_degrees"
    }

    package let kind: Kind
    /// Which part of it, as "feature 3, polygon 1, ring 2"; nil when there is one.
    package let part: String?
    /// The place, in the coordinates as given if nothing was projected yet; x (longitude) first. Finite.
    package let position: Position?

    package struct Position: Hashable, Sendable {
        package let x: Double
        package let y: Double
        /// Whether they are longitude and latitude.
        package let isLngLat: Bool
    }

    package init(_ kind: Kind, part: String? = nil, at position: Position? = nil) {
        self.kind = kind
        self.part = part
        self.position = position
    }
}
