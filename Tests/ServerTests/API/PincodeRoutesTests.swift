import Postgres
import Testing

@Suite(.server) struct PincodeRoutesTests {
    struct Facts: Decodable {
        struct District: Decodable {
            let lgd: Int
            let name: String
            let name_ta: String
        }
        struct Office: Decodable {
            let name: String
            let office_type: String
            let delivers: Bool
            let lat: Double?
            let lng: Double?
            let status: String
        }
        let pincode: String
        let name: String
        let name_ta: String?
        let district: District
        let state: String
        let lat: Double
        let lng: Double
        let spread_km: Double
        let quality: String
        let source: String
        let offices: [Office]
    }

    @Test func `a pincode says where it is, how that is known and from which offices`() async throws {
        let reply = try await server.get("/api/pincodes/600001")
        let facts: Facts = try reply.decode()
        #expect(facts.pincode == "600001")
        #expect(facts.district.name == "Chennai")
        #expect(facts.district.name_ta == "சென்னை")
        #expect(facts.state == "Tamil Nadu")
        #expect(["good", "fair", "poor", "estimated", "override"].contains(facts.quality))
        #expect(!facts.source.isEmpty)
        #expect(facts.offices.contains { $0.office_type == "HO" && $0.delivers })
        #expect(
            reply.text.matches(of: /"(lat|lng)":\d+\.\d{7}[,}]/).count == 2 + 2 * facts.offices.count { $0.lat != nil })
        let nearest: NearestBody = try await server.read("/api/providers/nearest?pincode=600001&limit=1")
        #expect(nearest.origin.lat == facts.lat)
        #expect(nearest.origin.name == facts.name)
    }

    @Test func `its name has its Tamil form, where one is known`() async throws {
        let known: Facts = try await server.read("/api/pincodes/641001")
        #expect(known.name_ta == "கோயம்புத்தூர்")
        let nameless = try await server.pool.query(
            """
            SELECT p.pincode::text FROM pincodes p
            WHERE NOT EXISTS (SELECT FROM places l WHERE l.pincode = p.pincode AND l.label_ta IS NOT NULL) LIMIT 1
            """)[0].decode(String.self)
        let facts: Facts = try await server.read("/api/pincodes/\(nameless)")
        #expect(facts.name_ta == nil)
    }

    @Test func `pincodes of every district can be read`() async throws {
        let pincodes = try await server.pool.query("SELECT pincode::integer FROM pincodes ORDER BY 1").map {
            try $0.decode(Int32.self)
        }
        #expect(pincodes.count > 2000)
        for pincode in pincodes where pincode % 20 == 1 {
            let facts: Facts = try await server.read("/api/pincodes/\(pincode)")
            #expect(facts.pincode == String(pincode))
            #expect(!facts.offices.isEmpty)
        }
    }

    @Test(arguments: ["60000", "6000011", "060001", "60000a", "600%20001", "௬௦௦௦௦௧", "-60001", "+60001"])
    func `what is not six ASCII digits is refused`(text: String) async throws {
        try expectProblem(await server.get("/api/pincodes/\(text)"), 422, "invalid_pincode", field: "pincode")
    }

    @Test(arguments: ["110001", "999999", "600199"])
    func `six digits of no pincode of Tamil Nadu are not found`(text: String) async throws {
        try expectProblem(await server.get("/api/pincodes/\(text)"), 404, "unknown_pincode")
    }
}
