import Foundation
import Postgres
import Testing

/// The ground of each pincode, for maps.
@Suite(.server) struct CellRoutesTests {
    private let chennai = "/api/pincodes/cells?bbox=80.2,13.0,80.3,13.1"

    @Test func `the cells of a box are valid features`() async throws {
        let cells = try FeatureCollection(await server.get(chennai))
        #expect((20...200).contains(cells.features.count))
        #expect(cells.attribution.contains("GODL") && cells.attribution.contains("GeoNames"))
        #expect(cells.features.allSatisfy { $0.geometryType == "MultiPolygon" })
        #expect(
            Set(cells.features[0].properties.keys)
                == ["pincode", "name", "name_ta", "district_lgd", "quality", "area_km2"])
        try await cells.expectValidGeometries(on: server.pool)
    }

    @Test func `the cell of a point is in each box around it`() async throws {
        let rows = try await server.pool.query(
            "SELECT lng, lat FROM pincodes WHERE pincode = 625001")
        let (lng, lat) = try rows[0].decode(Double.self, Double.self)
        let box = "\(lng - 1e-6),\(lat - 1e-6),\(lng + 1e-6),\(lat + 1e-6)"
        let cells = try FeatureCollection(await server.get("/api/pincodes/cells?bbox=\(box)"))
        #expect(cells.features.map { $0.properties["pincode"] as? String } == ["625001"])
    }

    @Test func `a cell has the Tamil form of its pincode's name, where one is known`() async throws {
        let rows = try await server.pool.query("SELECT lng, lat FROM pincodes WHERE pincode = 641001")
        let (lng, lat) = try rows[0].decode(Double.self, Double.self)
        let box = "\(lng - 1e-6),\(lat - 1e-6),\(lng + 1e-6),\(lat + 1e-6)"
        let cells = try FeatureCollection(await server.get("/api/pincodes/cells?bbox=\(box)"))
        #expect(cells.features.map { $0.properties["name_ta"] as? String } == ["கோயம்புத்தூர்"])
        let all = try FeatureCollection(await server.get(chennai))
        #expect(all.features.contains { $0.properties["name_ta"] is NSNull }, "most have none")
    }

    @Test func `a box without ground has no features`() async throws {
        #expect(try FeatureCollection(await server.get("/api/pincodes/cells?bbox=0,0,1,1")).features.isEmpty)
    }

    @Test func `the whole Earth is all of the state`() async throws {
        let cells = try FeatureCollection(await server.get("/api/pincodes/cells?bbox=-180,-90,180,90"))
        let pincodes = try await server.pool.query("SELECT count(*) FROM pincode_cells")[0].decode(Int64.self)
        #expect(cells.features.count == Int(pincodes))
        #expect(pincodes > 2000)
    }

    @Test(arguments: [
        "", "bbox=", "bbox=80,13,80.1", "bbox=80,13,80.1,13.1,0", "bbox=a,b,c,d", "bbox=80.1,13,80,13.1",
        "bbox=80,13.1,80.1,13", "bbox=nan,13,80,14", "bbox=80,13,inf,14", "bbox=80,13,181,14", "bbox=80,-91,81,14",
        "bbox=80,13,80,14", "bbox=0x50,13,81,14", "bbox=80,%2013,81,14",
    ])
    func `what is not a box is refused`(query: String) async throws {
        let reply = try await server.get("/api/pincodes/cells?\(query)")
        try expectProblem(reply, 422, "invalid_parameter", field: "bbox")
    }
}
