import Foundation
import Marketplace
import Matching
import Postgres
import TestSupport
import Testing

@testable import Server

/// Searches that found nobody are counted, those that are answered from memory too.
@Suite(.serialized) struct SearchMissesTests {
    private func counted(_ server: TestServer) async throws -> [Int32: Int64] {
        try await server.server.misses.write()
        let rows = try await server.pool.query("SELECT pincode, searches FROM observed_searches()")
        return Dictionary(uniqueKeysWithValues: try rows.map { try $0.decode(Int32.self, Int64.self) })
    }

    @Test func `what finds nobody counts for its pincode, and what finds somebody doesn't`() async throws {
        try await withServer { server in
            try await server.becomeCurrent()
            let somebody = try await server.get("/api/coverage?pincode=600001")
            #expect(somebody.text.contains(#""covered":true"#))
            #expect(try await counted(server) == [:])
            try await server.pool.execute("UPDATE service_areas SET status = 'withdrawn'")
            for _ in 1...3 { _ = try await server.get("/api/coverage?pincode=600001") }
            #expect(server.kept.count == 1)
            for _ in 1...2 { _ = try await server.get("/api/providers/nearest?pincode=600001&mode=doorstep") }
            _ = try await server.get("/api/providers/nearest?pincode=600001&mode=doorstep&explain=true")
            // Walking in, one finds a centre whoever it serves.
            _ = try await server.get("/api/providers/nearest?pincode=600001")
            let (lat, lng) = try await server.pool.query("SELECT lat, lng FROM pincodes WHERE pincode = 625001")[0]
                .decode(Double.self, Double.self)
            _ = try await server.get("/api/coverage?lat=\(lat)&lng=\(lng)")
            let digipin = try #require(GeoPoint(lat: lat, lng: lng).flatMap(Digipin.init(containing:)))
            _ = try await server.get("/api/coverage?digipin=\(digipin)")
            _ = try await server.get("/api/coverage?pincode=110001")
            let counts = try await counted(server)
            #expect(counts[600_001] == 6)
            // A point counts for the nearest pincode, to a kilometre.
            #expect(counts.filter { $0.key != 600_001 }.values.reduce(0, +) == 2 && counts.count <= 3)
            #expect(try await counted(server) == counts, "each is written once")
        }
    }

    @Test func `days are India's, and what can't be written waits`() async throws {
        try await withServer { server in
            let misses = SearchMisses(pool: server.pool, logger: .test, capacity: 3)
            let pincode = try #require(Pincode(600_001))
            let midnight = try Date("2026-11-22T18:30:00Z", strategy: .iso8601)
            misses.count(.pincode(pincode), at: midnight - 1)
            misses.count(.pincode(pincode), at: midnight)
            misses.count(.pincode(pincode), at: midnight + 1)
            try await server.pool.asOwner("ALTER TABLE search_misses RENAME TO elsewhere")
            await #expect(throws: PostgresError.self) { try await misses.write() }
            #expect(misses.waiting == 2)
            try await server.pool.asOwner("ALTER TABLE elsewhere RENAME TO search_misses")
            try await misses.write()
            #expect(misses.waiting == 0)
            let rows = try await server.pool.query("SELECT day::text, searches FROM search_misses ORDER BY day")
            #expect(
                try rows.map { "\(try $0.decode(String.self, Int64.self))" } == [
                    #"("2026-11-22", 1)"#, #"("2026-11-23", 2)"#,
                ])
        }
    }

    @Test func `memory is bounded`() async throws {
        try await withServer { server in
            let misses = SearchMisses(pool: server.pool, logger: .test, capacity: 100)
            for number in 600_000..<601_000 { misses.count(.pincode(try #require(Pincode(Int32(number))))) }
            #expect(misses.waiting == 100)
        }
    }
}
