import Foundation
import HTTPTypes
import Postgres
import Testing

/// What an answer of `/api/providers/nearest` holds.
@Suite(.server) struct NearestRoutesTests {
    @Test func `the answer to a pincode has the contract's members`() async throws {
        let answer: NearestBody = try await server.read("/api/providers/nearest?pincode=600001")
        #expect(answer.origin.kind == "pincode")
        #expect(answer.origin.pincode == "600001")
        #expect(answer.origin.name?.isEmpty == false)
        #expect(answer.origin.district == "Chennai")
        #expect(answer.origin.spread_km.map { (0...5).contains($0) } == true)
        #expect(answer.covered == (answer.coverage_count > 0))
        #expect(answer.items.count == 10)
        for item in answer.items {
            #expect(item.phone.hasPrefix("+91") && item.phone.count == 13)
            #expect(item.pincode.count == 6)
            #expect(!item.center_name.isEmpty && !item.address.isEmpty && !item.city.isEmpty && !item.district.isEmpty)
        }
    }

    @Test func `coordinates have seven decimals and distances one`() async throws {
        let reply = try await server.get("/api/providers/nearest?pincode=600001&limit=5")
        #expect(reply.headers[.contentType] == "application/json; charset=utf-8")
        let text = reply.text
        #expect(text.matches(of: /"(lat|lng)":\d+\.\d{7}[,}]/).count == 12)
        #expect(text.matches(of: /"lat":|"lng":/).count == 12)
        #expect(text.matches(of: /"distance_m":\d+\.\d[,}]/).count == 5)
        #expect(text.matches(of: /"spread_km":\d+\.\d[,}]/).count == 1)
    }

    @Test(arguments: [600_001, 641_001, 625_001, 629_001, 643_001] as [Int32])
    func `centres come by geodesic distance and say whether they cover the place`(pincode: Int32) async throws {
        let truth = try await server.pool.query(
            """
            SELECT s.id, ST_Distance(s.location::geography, p.location::geography),
                EXISTS (SELECT FROM service_areas a
                    WHERE a.provider_id = s.id AND a.status = 'in_force' AND ST_Covers(a.geom, p.location))
            FROM service_providers s, pincodes p WHERE p.pincode = \(pincode) AND s.status = 'approved'
            ORDER BY 2, 1
            """
        ).map { try $0.decode(Int64.self, Double.self, Bool.self) }
        let answer: NearestBody = try await server.read("/api/providers/nearest?pincode=\(pincode)&limit=20")
        #expect(answer.ids == truth.prefix(20).map(\.0))
        for (item, (_, distance_m, covers)) in zip(answer.items, truth) {
            #expect(abs(item.distance_m - distance_m) <= 0.051)
            #expect(item.covers == covers)
        }
        #expect(answer.coverage_count == truth.count { $0.2 })
    }

    @Test func `a centre without an opening hour now is shown as closed`() async throws {
        let answer: NearestBody = try await server.read("/api/providers/nearest?pincode=600001&limit=50")
        let open = try await server.pool.query(
            """
            SELECT id FROM service_providers WHERE open_minutes @> (extract(isodow FROM now() AT TIME ZONE 'Asia/Kolkata')
                * 1440 - 1440 + extract(epoch FROM (now() AT TIME ZONE 'Asia/Kolkata')::time)::integer / 60)::integer
            """
        ).map { try $0.decode(Int64.self) }
        let disagreeing = answer.items.filter { $0.open_now != open.contains($0.id) }
        // One may open or close between the two questions.
        #expect(disagreeing.count <= 1)
    }

    @Test func `a sample centre says that it is one`() async throws {
        let reply = try await server.get("/api/providers/nearest?pincode=600001&limit=3")
        #expect(reply.text.matches(of: /"is_sample":true/).count == 3)
    }
}
