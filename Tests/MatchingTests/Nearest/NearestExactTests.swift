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

    @Test func `the nearest of 50,000 centres and who covers are exact, and what is kept of it is right`() async throws
    {
        try await withDatabase(.geodata, as: .owner) { pool in
            // More than half of the load would be spent on the shapes that tiles show, which nobody asks for here.
            try await pool.execute("ALTER TABLE service_areas DISABLE TRIGGER service_areas_keep_tiles_insert")
            _ = try await loadSampleNetwork(centres: 50_000, seed: 1, into: pool)
            try await checkEverything(in: pool)
            try await checkCoverage(in: pool)
            let wrong = try await pool.withConnection {
                try await $0.query("SELECT coverage_rebuild()")[0].decode(Int64.self)
            }
            #expect(wrong == 0)
        }
    }

    /// By four readers at a time.
    private func checkEverything(in pool: PostgresPool) async throws {
        let all = try await BruteForce(pool)
        let rare = try await rarestService(in: pool)
        let offering = try await BruteForce(pool, offering: rare)
        let pincodes = try await pool.query("SELECT pincode::integer, lat, lng FROM pincodes ORDER BY pincode")
        try #require(pincodes.count >= 2049)
        try await withThrowingTaskGroup { group in
            for reader in 0..<4 {
                group.addTask {
                    for number in stride(from: reader, to: pincodes.count, by: 4) {
                        let (pincode, point) = try place(pincodes[number])
                        try await check(NearestRequest(pincode), at: point, against: all, in: pool)
                        let request = NearestRequest(pincode, service: rare)
                        try await check(request, at: point, against: offering, in: pool)
                        guard number.isMultiple(of: 10) else { continue }
                        try await checkMost(from: pincode, at: point, all, offering, rare, in: pool)
                    }
                    var points = RandomPoints(seed: UInt64(reader), pool: pool)
                    for number in 0..<2500 {
                        let point = try await points.next()
                        try await check(NearestRequest(.point(point)), at: point, against: all, in: pool)
                        guard number.isMultiple(of: 10) else { continue }
                        try await checkMost(from: .point(point), at: point, all, offering, rare, in: pool)
                    }
                }
            }
            try await group.waitForAll()
        }
    }

    /// At every tenth pincode and at 300 points: how many cover, which of the nearest 50 do, and who comes to the door.
    private func checkCoverage(in pool: PostgresPool) async throws {
        let truth = try await PointInPolygon(pool)
        let pincodes = try await pool.query("SELECT pincode::integer, lat, lng FROM pincodes ORDER BY pincode")
        var places = try stride(from: 0, to: pincodes.count, by: 10).map { try place(pincodes[$0]) }
        var points = RandomPoints(seed: 50_000, pool: pool)
        for _ in 0..<300 {
            let point = try await points.next()
            places.append((.point(point), point))
        }
        var most = 0
        for (origin, point) in places {
            let covering = truth.centres(covering: point)
            most = max(most, covering.count)
            let nearest = try await NearestRequest(origin, limit: 50).answer(on: pool)
            try #require(nearest.coverageCount == covering.count, "\(origin)")
            try #require(nearest.centres.allSatisfy { $0.covers == covering.contains($0.id) }, "\(origin)")
            let doorstep = try await NearestRequest(origin, limit: 50, mode: .doorstep).answer(on: pool)
            try #require(doorstep.centres.count == min(50, covering.count), "\(origin)")
            try #require(covering.isSuperset(of: doorstep.centres.map(\.id)), "\(origin)")
            let coverage = try await CoverageAnswer.find(origin, on: pool)
            try #require(coverage.coverageCount == covering.count, "\(origin)")
            if covering.count <= 1000 { try #require(Set(coverage.centres.map(\.id)) == covering, "\(origin)") }
        }
        #expect(most > 100)
    }

    /// As many centres as can be asked for, with a service and without.
    private func checkMost(
        from origin: NearestRequest.Origin, at point: GeoPoint, _ all: BruteForce, _ offering: BruteForce,
        _ service: String, in pool: PostgresPool
    ) async throws {
        try await check(NearestRequest(origin, limit: 50), at: point, against: all, in: pool)
        let request = NearestRequest(origin, limit: 50, service: service)
        try await check(request, at: point, against: offering, in: pool)
    }

    private func place(_ row: PostgresRow) throws -> (NearestRequest.Origin, GeoPoint) {
        let (number, lat, lng) = try row.decode(Int32.self, Double.self, Double.self)
        return (.pincode(try #require(Pincode(number))), try #require(GeoPoint(lat: lat, lng: lng)))
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

/// Points in Tamil Nadu and up to 50 km around, the same in every run.
private struct RandomPoints {
    private var generator: SplitMix64
    private let pool: PostgresPool

    init(seed: UInt64, pool: PostgresPool) {
        generator = SplitMix64(state: seed)
        self.pool = pool
    }

    mutating func next() async throws -> GeoPoint {
        while true {
            let lat = Double.random(in: 7.6...14.05, using: &generator)
            let lng = Double.random(in: 75.7...80.9, using: &generator)
            let isInside = try await pool.query("SELECT EXISTS (SELECT FROM districts_near(\(lat), \(lng)))")[0].decode(
                Bool.self)
            if isInside, let point = GeoPoint(lat: lat, lng: lng) { return point }
        }
    }
}
