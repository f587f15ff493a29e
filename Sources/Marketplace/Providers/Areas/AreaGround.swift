import Matching
import Postgres

/// What a request means on the ground, as it is stored.
struct AreaGround: Sendable {
    let kind: AreaKind
    var city: String?
    var district_lgd: Int32?
    var pincodes: [Int32]?
    var radius_km: Double?
    /// A valid MultiPolygon in WGS 84 on the grid on which it is shown, as EWKB.
    let geometry: [UInt8]
}

extension AreaGround {
    /// - Parameters:
    ///   - drawn: What the gate made of the request's drawing, if it is one.
    ///   - provider: Whose area it is; a circle is drawn around where the centre is now.
    /// - Throws: `AreaError` when the request means no ground.
    static func find(
        _ request: AreaRequest, _ drawn: AcceptedGeometry?, for provider: Int64, on connection: PostgresConnection
    ) async throws -> AreaGround {
        switch request.shape {
        case .pincodes(let pincodes): return try await cells(of: pincodes, on: connection)
        case .city(let name, let district): return try await city(name, district, on: connection)
        case .district(let lgd): return try await district(lgd, on: connection)
        case .radius(let km): return try await circle(km, around: provider, on: connection)
        case .polygon:
            guard let drawn else { preconditionFailure("a drawing that no gate has seen") }
            return AreaGround(kind: .polygon, geometry: drawn.ewkb)
        }
    }

    private static func cells(of pincodes: [Pincode], on connection: PostgresConnection) async throws -> AreaGround {
        let numbers = Set(pincodes.map(\.number)).sorted()
        let rows = try await connection.query(
            "SELECT unknown, geom::bytea FROM area_of_pincodes(\(numbers)::integer[])")
        let (unknown, geometry) = try rows[0].decode([Int32].self, [UInt8]?.self)
        guard let geometry else { throw AreaError.unknownPincodes(unknown.compactMap { Pincode($0) }) }
        return AreaGround(kind: .pincodes, pincodes: numbers, geometry: geometry)
    }

    private static func city(
        _ name: String, _ district: Int32?, on connection: PostgresConnection
    ) async throws -> AreaGround {
        let rows = try await connection.query(
            """
            SELECT label, district_lgd, district_name, geom::bytea FROM area_of_city(\(name), \(district)::integer)
            """)
        let found = try rows.map { try $0.decode(String.self, Int32.self, String.self, [UInt8].self) }
        guard let (label, lgd, _, geometry) = found.first else { throw AreaError.unknownCity(name) }
        guard found.count == 1 else {
            throw AreaError.ambiguousCity(name, districts: found.map { "\($0.2) (\($0.1))" })
        }
        return AreaGround(kind: .city, city: label, district_lgd: lgd, geometry: geometry)
    }

    private static func district(_ lgd: Int32, on connection: PostgresConnection) async throws -> AreaGround {
        let rows = try await connection.query("SELECT area_of_district(\(lgd))::bytea")
        guard let geometry: [UInt8] = try rows[0].column(0) else { throw AreaError.unknownDistrict(lgd) }
        return AreaGround(kind: .district, district_lgd: lgd, geometry: geometry)
    }

    private static func circle(
        _ km: Double, around provider: Int64, on connection: PostgresConnection
    ) async throws -> AreaGround {
        let rows = try await connection.query(
            "SELECT area_of_circle(lat, lng, \(km)::float8)::bytea FROM service_providers WHERE id = \(provider)")
        guard let row = rows.first else { throw ProviderError.unknownProvider }
        guard let geometry: [UInt8] = try row.column(0) else { throw AreaError.emptyCircle }
        return AreaGround(kind: .radius, radius_km: km, geometry: geometry)
    }
}

extension Providers {
    /// What a request means on the ground, before it is stored: GeoJSON text of a MultiPolygon.
    ///
    /// - Throws: `AreaError` when it means none; `GeometryRefusal`; `ProviderError.unknownProvider`.
    package func outline(of request: AreaRequest, for provider: Int64) async throws -> String {
        if let drawn = try await checkDrawing(in: request) { return drawn.geoJSON }
        return try await GeometryGate.limited(pool) { connection in
            let ground = try await AreaGround.find(request, nil, for: provider, on: connection)
            return try await connection.query("SELECT ST_AsGeoJSON(\(ground.geometry)::bytea::geometry, 7)")[0]
                .decode(String.self)
        }
    }

    /// Holds a drawing against the gate, before anything is locked for it; nil when the request is none.
    ///
    /// - Throws: `GeometryRefusal`.
    func checkDrawing(in request: AreaRequest) async throws -> AcceptedGeometry? {
        guard case .polygon(let given) = request.shape else { return nil }
        return try await GeometryGate.limited(pool) { try await GeometryGate.check(given, on: $0) }
    }
}
