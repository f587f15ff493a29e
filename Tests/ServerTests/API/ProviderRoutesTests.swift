import Foundation
import HTTPTypes
import Postgres
import Testing

/// One centre and the ground it serves.
@Suite(.server) struct ProviderRoutesTests {
    struct Detail: Decodable {
        struct Service: Decodable {
            let service: String
            let name: String
            let name_ta: String
            let price_paise: Int
            let minutes: Int
        }
        struct Hours: Decodable {
            let weekday: Int
            let opens: String
            let closes: String
        }
        let services: [Service]
        let hours: [Hours]
    }

    @Test func `a centre comes with its services, prices and hours`() async throws {
        let page: ProviderPage = try await server.read("/api/providers?limit=5")
        for listed in page.items {
            let reply = try await server.get("/api/providers/\(listed.id)")
            let centre: ProviderBody = try reply.decode()
            #expect(centre.center_name == listed.center_name && centre.phone == listed.phone)
            let detail: Detail = try reply.decode()
            let offered = try await server.pool.query(
                "SELECT service FROM provider_services JOIN services USING (service) WHERE provider_id = \(listed.id) ORDER BY position"
            ).map { try $0.decode(String.self) }
            #expect(detail.services.map(\.service) == offered)
            #expect(detail.services.allSatisfy { $0.price_paise > 0 && $0.minutes > 0 })
            #expect(detail.hours.allSatisfy { (1...7).contains($0.weekday) && $0.opens < $0.closes })
        }
    }

    @Test(arguments: ["", "/service-area"])
    func `whoever is not approved, or nobody, is not found`(rest: String) async throws {
        let hidden = try await server.pool.query("SELECT id FROM service_providers WHERE status <> 'approved'")
        let ids = try hidden.map { "\(try $0.decode(Int64.self))" }
        #expect(!ids.isEmpty)
        for id in ids + [
            "0", "-1", "999999", "9223372036854775807", "9223372036854775808", "1e3", "abc", "1.0", "+1", "௧",
            "1%20", "1;DROP", "%EF%BC%91",
        ] {
            try expectProblem(await server.get("/api/providers/\(id)\(rest)"), 404, "unknown_provider")
        }
        for id in ["%00", "%FF", "%3"] {
            try expectProblem(await server.get("/api/providers/\(id)\(rest)"), 400, "invalid_encoding")
        }
    }

    @Test func `the service area is the union of the areas in force`() async throws {
        let id = try await server.pool.query(
            "SELECT min(provider_id) FROM service_areas JOIN service_providers s ON s.id = provider_id AND s.status = 'approved'"
        )[0].decode(Int64.self)
        let reply = try await server.get("/api/providers/\(id)/service-area")
        #expect(reply.headers[.contentType] == "application/geo+json")
        let feature = try reply.object()
        #expect(feature["type"] as? String == "Feature")
        #expect((feature["properties"] as? [String: Any])?["id"] as? Int64 == id)
        let geometry = try #require(feature["geometry"] as? [String: Any])
        #expect(geometry["type"] as? String == "MultiPolygon")
        let text = String(decoding: try JSONSerialization.data(withJSONObject: geometry), as: UTF8.self)
        let rows = try await server.pool.query(
            """
            SELECT ST_Area(ST_SymDifference(ST_GeomFromGeoJSON(\(text)), ST_Union(geom)))::float8 / ST_Area(ST_Union(geom))
            FROM service_areas WHERE provider_id = \(id) AND status = 'in_force'
            """)
        // Seven decimals of a degree are a centimetre.
        #expect(try rows[0].decode(Double.self) < 1e-4)
    }

    @Test func `a centre that serves no ground has no geometry`() async throws {
        try await withServer { server in
            let id = try await server.pool.query("SELECT min(id) FROM service_providers WHERE status = 'approved'")[0]
                .decode(Int64.self)
            try await server.pool.execute("UPDATE service_areas SET status = 'withdrawn' WHERE provider_id = \(id)")
            let reply = try await server.get("/api/providers/\(id)/service-area", accept: "application/json")
            #expect(reply.headers[.contentType] == "application/json")
            #expect(reply.text.hasSuffix(#""geometry":null}"#))
            _ = try reply.object()
        }
    }

    @Test func `a centre that is suspended is not found from then on`() async throws {
        try await withServer { server in
            let id = try await server.pool.query("SELECT min(id) FROM service_providers WHERE status = 'approved'")[0]
                .decode(Int64.self)
            #expect(try await server.get("/api/providers/\(id)").status == 200)
            try await server.pool.execute("UPDATE service_providers SET status = 'suspended' WHERE id = \(id)")
            try expectProblem(await server.get("/api/providers/\(id)"), 404, "unknown_provider")
            try expectProblem(await server.get("/api/providers/\(id)/service-area"), 404, "unknown_provider")
        }
    }
}
