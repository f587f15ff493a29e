import Postgres
import Testing

/// Options choose which centres are shown; they never change what covers the place.
@Suite(.server) struct NearestOptionsTests {
    /// Asks from the pincode that most centres cover.
    private func nearest(_ options: String = "") async throws -> NearestBody {
        let rows = try await server.pool.query(
            "SELECT pincode FROM pincode_coverage GROUP BY pincode ORDER BY count(*) DESC, pincode LIMIT 1")
        let pincode = try rows[0].decode(Int32.self)
        return try await server.read("/api/providers/nearest?pincode=\(pincode)\(options)")
    }

    private func centres(offering service: String) async throws -> Set<Int64> {
        let rows = try await server.pool.query("SELECT provider_id FROM provider_services WHERE service = \(service)")
        return Set(try rows.map { try $0.decode(Int64.self) })
    }

    @Test(arguments: [1, 7, 50]) func `limit bounds the list`(limit: Int) async throws {
        let all = try await nearest("&limit=50")
        let some = try await nearest("&limit=\(limit)")
        #expect(some.items == Array(all.items.prefix(limit)))
        #expect(some.items.count == limit)
    }

    @Test func `a radius keeps those within it`() async throws {
        let all = try await nearest("&limit=50")
        let bound_m = (all.items[2].distance_m + all.items[3].distance_m) / 2
        let within = try await nearest("&limit=50&radius_km=\(bound_m / 1000)")
        #expect(within.ids == Array(all.ids.prefix(3)))
        #expect(try await nearest("&radius_km=500").items.count == 10)
    }

    @Test func `a service keeps those who offer it`() async throws {
        let offering = try await centres(offering: "soleplate_coating")
        let answer = try await nearest("&limit=20&service=soleplate_coating")
        #expect(answer.items.count == 20)
        #expect(answer.ids.allSatisfy(offering.contains))
        let others = try await nearest("&limit=50").ids.filter(offering.contains)
        #expect(Array(answer.ids.prefix(others.count)) == Array(others.prefix(20)))
    }

    @Test func `doorstep keeps those who cover the place`() async throws {
        let answer = try await nearest("&limit=50&mode=doorstep")
        #expect(answer.items.count == min(50, answer.coverage_count))
        #expect(answer.items.allSatisfy { $0.covers })
        #expect(answer.items.map(\.distance_m) == answer.items.map(\.distance_m).sorted())
        #expect(!answer.items.isEmpty)
    }

    @Test(arguments: [
        "&limit=1", "&radius_km=0.001", "&mode=doorstep", "&mode=walk_in", "&service=steam_leak", "&explain=true",
        "&mode=doorstep&service=soleplate_coating&radius_km=1&limit=1",
    ])
    func `no option changes what covers the place`(options: String) async throws {
        let plain = try await nearest()
        #expect(plain.coverage_count > 1)
        let answer = try await nearest(options)
        #expect(answer.coverage_count == plain.coverage_count)
        #expect(answer.covered)
    }

    @Test func `nobody in reach is an empty list`() async throws {
        #expect(try await nearest("&radius_km=0.001").items.isEmpty)
        let reply = try await server.get("/api/providers/nearest?pincode=641001&radius_km=0.001")
        #expect(reply.text.contains(#""items":[]"#))
    }

    @Test func `an explanation says why each centre is in the answer`() async throws {
        let answer = try await nearest("&explain=true&limit=5&service=steam_leak&radius_km=50")
        #expect(answer.items.count == 5)
        for item in answer.items {
            let reasons = try #require(item.reasons)
            #expect(reasons.contains("offers_service") && reasons.contains("within_radius"))
            #expect(reasons.contains("covers_origin") == item.covers)
        }
        #expect(try await nearest().items.allSatisfy { $0.reasons == nil })
        #expect(try await nearest().excluded == nil)
    }

    @Test(arguments: [
        ("&limit=3", "further_away"), ("&radius_km=0.2", "too_far"),
        ("&service=soleplate_coating&limit=50", "service_not_offered"),
        ("&mode=doorstep&limit=50", "does_not_cover_point"),
    ])
    func `an explanation names the near centres that were left out, and why`(options: String, reason: String)
        async throws
    {
        let answer = try await nearest("&explain=true\(options)")
        let excluded = try #require(answer.excluded)
        #expect(excluded.contains { $0.reason == reason })
        #expect(Set(excluded.map(\.id)).isDisjoint(with: answer.ids))
        #expect(excluded.map(\.distance_m) == excluded.map(\.distance_m).sorted())
        #expect((1...10).contains(excluded.count))
    }
}
