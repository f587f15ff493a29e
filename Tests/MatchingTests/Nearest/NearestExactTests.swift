import Marketplace
import Matching
import Postgres
import TestSupport
import Testing

/// Every pincode and 10,000 points, against brute force.
struct NearestExactTests {
    @Test func `the nearest of 400 centres are exact`() async throws {
        try await withDatabase(.network) { pool in try await checkEverything(in: pool) }
    }

    @Test func `the nearest of 50,000 centres are exact, and what is kept of their coverage is right`() async throws {
        try await withDatabase(.geodata) { pool in
            _ = try await loadSampleNetwork(centres: 50_000, seed: 1, into: pool)
            try await checkEverything(in: pool)
            let wrong = try await pool.withConnection {
                try await $0.query("SELECT coverage_rebuild()")[0].decode(Int64.self)
            }
            #expect(wrong == 0)
        }
    }

    private func checkEverything(in pool: PostgresPool) async throws {
        let all = try await BruteForce(pool)
        let rare = try await rarestService(in: pool)
        let offering = try await BruteForce(pool, offering: rare)
        let pincodes = try await pool.query("SELECT pincode::integer, lat, lng FROM pincodes ORDER BY pincode")
        try #require(pincodes.count >= 2049)
        for row in pincodes {
            let (number, lat, lng) = try row.decode(Int32.self, Double.self, Double.self)
            let origin = NearestRequest.Origin.pincode(try #require(Pincode(number)))
            let point = try #require(GeoPoint(lat: lat, lng: lng))
            try await check(NearestRequest(origin), at: point, against: all, in: pool)
            try await check(NearestRequest(origin, service: rare), at: point, against: offering, in: pool)
        }
        var generator = SplitMix64(state: 7)
        var checked = 0
        while checked < 10_000 {
            let point = try #require(
                GeoPoint(
                    lat: Double.random(in: 7.6...14.05, using: &generator),
                    lng: Double.random(in: 75.7...80.9, using: &generator)))
            do {
                try await check(NearestRequest(.point(point)), at: point, against: all, in: pool)
                checked += 1
            } catch MatchingError.outsideServiceRegion {
                continue
            }
            guard checked.isMultiple(of: 10) else { continue }
            let rarely = NearestRequest(.point(point), limit: 50, service: rare)
            try await check(rarely, at: point, against: offering, in: pool)
        }
    }

    private func check(
        _ request: NearestRequest, at point: GeoPoint, against truth: BruteForce, in pool: PostgresPool
    ) async throws {
        let answer = try await request.answer(on: pool).centres
        let expected = truth.nearest(request.limit, to: point)
        try #require(answer.map(\.id) == expected.map(\.id), "\(request.origin) \(request.service ?? "")")
        for (one, other) in zip(answer, expected) {
            try #require(abs(one.distance_m - other.distance_m) < 0.001, "\(request.origin) \(one.id)")
        }
    }

    private func rarestService(in pool: PostgresPool) async throws -> String {
        try await pool.query(
            """
            SELECT service FROM provider_services JOIN service_providers p ON p.id = provider_id
            WHERE status = 'approved' GROUP BY service ORDER BY count(*), service LIMIT 1
            """)[0].decode(String.self)
    }
}

/// The same points in every run (Steele, Lea and Flood 2014).
struct SplitMix64: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var z = state
        z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
        z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
        return z ^ (z >> 31)
    }
}
