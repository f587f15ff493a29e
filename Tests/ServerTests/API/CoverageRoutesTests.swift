import Matching
import Postgres
import Testing

/// Who comes to the door at a place.
@Suite(.server) struct CoverageRoutesTests {
    struct Body: Decodable {
        struct Centre: Decodable {
            let id: Int64
            let center_name: String
            let distance_m: Double
            let covers: Bool?
        }
        let origin: NearestBody.Origin
        let covered: Bool
        let coverage_count: Int
        let providers: [Centre]
        let nearest: Centre?
    }

    private func pincode(_ order: String) async throws -> Int32 {
        let rows = try await server.pool.query(
            """
            SELECT p.pincode::integer FROM pincodes p LEFT JOIN pincode_coverage c USING (pincode)
            GROUP BY p.pincode ORDER BY CASE \(order) WHEN 'most' THEN -1 ELSE 1 END * count(c.provider_id), 1 LIMIT 1
            """)
        return try rows[0].decode(Int32.self)
    }

    @Test func `all who cover a pincode are listed by distance`() async throws {
        let pincode = try await pincode("most")
        let answer: Body = try await server.read("/api/coverage?pincode=\(pincode)")
        let truth = try await server.pool.query(
            """
            SELECT s.id FROM service_providers s, pincodes p
            WHERE p.pincode = \(pincode) AND s.status = 'approved' AND EXISTS (SELECT FROM service_areas a
                WHERE a.provider_id = s.id AND a.status = 'in_force' AND ST_Covers(a.geom, p.location))
            ORDER BY ST_Distance(s.location::geography, p.location::geography), s.id
            """
        ).map { try $0.decode(Int64.self) }
        #expect(truth.count > 5)
        #expect(answer.providers.map(\.id) == truth)
        #expect(answer.coverage_count == truth.count)
        #expect(answer.covered)
        #expect(answer.origin.kind == "pincode")
        #expect(answer.origin.pincode == String(pincode))
        let nearest: NearestBody = try await server.read("/api/providers/nearest?pincode=\(pincode)&limit=1")
        #expect(answer.nearest?.id == nearest.items.first?.id)
        #expect(answer.nearest?.covers == nearest.items.first?.covers)
        #expect(answer.nearest?.distance_m == nearest.items.first?.distance_m)
        #expect(nearest.coverage_count == answer.coverage_count)
    }

    @Test func `a place that nobody covers still has a nearest centre`() async throws {
        let pincode = try await pincode("fewest")
        let reply = try await server.get("/api/coverage?pincode=\(pincode)")
        #expect(reply.text.contains(#""covered":false,"coverage_count":0,"providers":[],"#))
        let answer: Body = try reply.decode()
        #expect(answer.nearest?.covers == false)
        #expect(reply.text.firstMatch(of: /"distance_m":\d+\.\d,/) != nil)
    }

    @Test func `a point and a DIGIPIN are answered like a pincode there`() async throws {
        let pincode: Body = try await server.read("/api/coverage?pincode=\(try await pincode("most"))")
        let (lat, lng) = (pincode.origin.lat, pincode.origin.lng)
        let point: Body = try await server.read("/api/coverage?lat=\(lat)&lng=\(lng)")
        #expect(point.origin.kind == "point")
        #expect(point.providers.map(\.id) == pincode.providers.map(\.id))
        let digipin = try #require(GeoPoint(lat: lat, lng: lng).flatMap(Digipin.init(containing:)))
        let cell: Body = try await server.read("/api/coverage?digipin=\(digipin)")
        #expect(cell.origin.digipin == digipin.description)
        #expect(cell.coverage_count == pincode.coverage_count)
    }

    @Test(
        arguments: [
            ("", 422, "one_origin_required", nil),
            ("pincode=600001&digipin=4T3-84L-L5L9", 422, "one_origin_required", nil),
            ("place=madurai", 422, "one_origin_required", nil), ("pincode=60000", 422, "invalid_pincode", "pincode"),
            ("pincode=110001", 404, "unknown_pincode", nil), ("lat=28.6&lng=77.2", 422, "outside_service_region", nil),
            ("pincode=600001&limit=5", 422, "unknown_parameter", "limit"), ("lat=13", 422, "invalid_parameter", "lng"),
        ] as [(String, Int, String, String?)])
    func `what can't be answered is refused`(query: String, status: Int, code: String, field: String?) async throws {
        try expectProblem(await server.get("/api/coverage?\(query)"), status, code, field: field)
    }
}
