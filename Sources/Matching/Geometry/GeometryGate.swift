import Postgres

/// The guard before every drawn or uploaded area.
///
/// Nothing is repaired. What happens to a geometry, and may show in the answer, is: positions are brought to WGS 84 and
/// rounded to 7 decimals (1 cm), a position that repeats the one before it is left out, rings are given the direction
/// of RFC 7946, and the members of a collection are united.
package enum GeometryGate {
    /// One statement on the database, after a scan that takes time linear in the length: about 0.2 ms for 60 vertices,
    /// 50 ms for 5,000. The caller's connection decides how long the statement may take; see
    /// `GeometryLimits.statementSeconds`.
    ///
    /// - Parameters:
    ///   - geometry: GeoJSON text.
    ///   - srid: Of its coordinates, x first whatever order the system has; nil for what its own `crs` says, or WGS 84.
    /// - Throws: `GeometryRefusal`, `PostgresError`.
    package static func check(
        geometry: [UInt8], srid: Int? = nil, on database: some PostgresQueryable
    ) async throws -> AcceptedGeometry {
        try await check(try read(geometry, srid: srid), on: database)
    }

    package static func check(
        geometry: String, srid: Int? = nil, on database: some PostgresQueryable
    ) async throws -> AcceptedGeometry {
        try await check(geometry: Array(geometry.utf8), srid: srid, on: database)
    }

    /// As `check`, of a geometry's text or of a file, in a transaction that ends the statement after
    /// `GeometryLimits.statementSeconds`, and with what people want to see of it besides: nothing is stored.
    ///
    /// - Throws: `GeometryRefusal` only for what is too long or no JSON; `ShapefileReader.Missing`, `PostgresError`.
    package static func verdict(
        on file: AreaFile, _ bytes: [UInt8], srid: Int? = nil, with pool: PostgresPool
    ) async throws -> GeometryVerdict {
        var given: GivenGeometry?
        do {
            let geometry = try await file.read(bytes, srid: srid)
            given = geometry
            return try await limited(pool) { connection in
                let accepted = try await check(geometry, on: connection)
                let rows = try await connection.query("SELECT pincodes_within(\(accepted.ewkb)::geometry)")
                return .accepted(accepted, pincodesCovered: Int(try rows[0].column(0, as: Int32.self)))
            }
        } catch let refusal as GeometryRefusal {
            switch refusal.kind {
            case .tooManyBytes, .notJSON: throw refusal
            default:
                let mended = given.map { (geometry: $0, mends: []) } ?? file.readMending(bytes, srid: srid)
                return .refused(refusal, repaired: try await repair(mended, after: refusal, on: pool))
            }
        }
    }

    /// A read-only transaction whose statements end after `GeometryLimits.statementSeconds`.
    package static func limited<Result: Sendable>(
        _ pool: PostgresPool, _ body: (PostgresConnection) async throws -> Result
    ) async throws -> Result {
        try await pool.withTransaction(readOnly: true) { connection in
            try await connection.runScript("SET LOCAL statement_timeout = '\(GeometryLimits.statementSeconds)s'")
            return try await body(connection)
        }
    }

    /// Reads and counts without asking the database.
    ///
    /// - Throws: `GeometryRefusal`.
    package static func read(_ geoJSON: [UInt8], srid: Int? = nil) throws -> GivenGeometry {
        try GeoJSONReader.read(geoJSON, srid: srid).geometry
    }

    /// - Throws: `GeometryRefusal`, `PostgresError`.
    package static func check(
        _ given: GivenGeometry, on database: some PostgresQueryable
    ) async throws -> AcceptedGeometry {
        guard let srid = Int32(exactly: given.srid), srid > 0 else { throw GeometryRefusal(.unknownSRID(given.srid)) }
        if given.pieces.count > 1, Crossings.count(in: given, upTo: GeometryLimits.crossings) == nil {
            throw GeometryRefusal(.tooManyCrossings)
        }
        do {
            let row = try await database.query(
                """
                SELECT refusal, reason, piece, lng, lat, ST_AsEWKB(geom), geojson, area_km2, vertices
                FROM geometry_gate(\(given.wkb), \(srid))
                """)[0]
            if let refusal = try GeometryRefusal(row, given) { throw refusal }
            return AcceptedGeometry(
                ewkb: try row.column(5), geoJSON: try row.column(6), area_km2: try row.column(7),
                vertices: Int(try row.column(8, as: Int32.self)))
        } catch let error as PostgresError where error.sqlState == .queryCanceled {
            throw GeometryRefusal(.tooComplex)
        }
    }
}

extension GeometryRefusal {
    /// Nil when the row has none.
    fileprivate init?(_ row: PostgresRow, _ given: GivenGeometry) throws {
        guard let name = try row.column(0, as: String?.self) else { return nil }
        let reason = try row.column(1, as: String?.self)
        let kind = try Kind(name, reason, area_km2: try row.column(7), srid: given.srid)
        let piece = try row.column(2, as: Int32?.self)
        let (x, y) = (try row.column(3, as: Double?.self), try row.column(4, as: Double?.self))
        var position: Position?
        if let x, let y, x.isFinite, y.isFinite { position = Position(x: x, y: y, isLngLat: true) }
        self.init(kind, part: piece.flatMap { given.pieces[Int($0) - 1].name }, at: position)
    }
}

extension GeometryRefusal.Kind {
    fileprivate init(_ name: String, _ reason: String?, area_km2: Double?, srid: Int) throws {
        switch name {
        case "outside": self = .outside(reason.flatMap(GeometryRefusal.Hint.init(rawValue:)))
        case "invalid": self = .invalid(GeometryRefusal.Flaw(reason ?? ""))
        case "without_area": self = .withoutArea
        case "too_large": self = .tooLarge(area_km2: area_km2 ?? 0)
        case "too_many_vertices": self = .tooManyVerticesInDegrees
        case "too_fine": self = .tooFine
        case "unknown_srid": self = .unknownSRID(srid)
        case "not_projectable": self = .notProjectable(srid: srid)
        default: throw PostgresError(.decoding, "geometry_gate refuses for an unknown reason: \(name)")
        }
    }
}

extension GeometryRefusal.Flaw {
    /// By the words of GEOS 3.11.
    fileprivate init(_ reason: String) {
        self =
            switch reason {
            case "Self-intersection": .selfIntersection
            case "Ring Self-intersection": .ringSelfIntersection
            case "Hole lies outside shell": .holeOutside
            case "Holes are nested": .nestedHoles
            case "Nested shells": .nestedShells
            case "Interior is disconnected": .disconnectedInterior
            case "Duplicate Rings": .duplicateRings
            case "Too few points in geometry component": .tooFewPoints
            default: .other(reason)
            }
    }
}
