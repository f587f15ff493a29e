import Postgres
import Testing

struct NobodyTests {
    @Test func `a state without an approved centre is answered, with nobody`() async throws {
        try await withServer { server in
            try await server.pool.execute("UPDATE service_providers SET status = 'suspended'")
            let nearest: NearestBody = try await server.read("/api/providers/nearest?pincode=600001&explain=true")
            #expect(nearest.items.isEmpty)
            #expect(!nearest.covered)
            #expect(nearest.coverage_count == 0)
            #expect(nearest.excluded?.isEmpty == true)
            let point: NearestBody = try await server.read("/api/providers/nearest?lat=11&lng=77")
            #expect(point.items.isEmpty)
            let coverage = try await server.get("/api/coverage?pincode=600001")
            #expect(coverage.text.contains(#""covered":false,"coverage_count":0,"providers":[],"nearest":null"#))
            let list = try await server.get("/api/providers")
            #expect(list.text == #"{"items":[],"next_cursor":null}"#)
        }
    }
}
