import Matching
import Postgres
import TestSupport
import Testing

/// What is kept of coverage equals what the areas say, whatever was changed and in whatever order.
struct KeptCoverageTests {
    @Test func `after 400 random changes nothing kept is wrong`() async throws {
        try await withDatabase(.network) { pool in
            var edits = RandomEdits(state: 3)
            for _ in 0..<400 { try await pool.execute(edits.next()) }
            #expect(try await wrongPairs(in: pool) == 0)
            #expect(try await rebuild(in: pool) == 0)
            #expect(try await staleOffers(in: pool) == 0)
        }
    }

    @Test func `changes at the same time leave nothing wrong`() async throws {
        try await withDatabase(.network) { pool in
            try await withThrowingTaskGroup { group in
                for writer in 0..<4 {
                    group.addTask {
                        var edits = RandomEdits(state: UInt64(100 + writer), centres: 1...12)
                        for _ in 0..<80 { try await pool.execute(edits.next()) }
                    }
                }
                try await group.waitForAll()
            }
            #expect(try await wrongPairs(in: pool) == 0)
            #expect(try await rebuild(in: pool) == 0)
            #expect(try await staleOffers(in: pool) == 0)
        }
    }

    @Test func `a rebuild finds and repairs what is wrong`() async throws {
        try await withDatabase(.network) { pool in
            let pairs = try await pool.execute("DELETE FROM pincode_coverage WHERE pincode = 600001")
            try #require(pairs > 0)
            #expect(try await wrongPairs(in: pool) == Int64(pairs))
            // Each pair, and the count that repairing them made wrong.
            #expect(try await rebuild(in: pool) == Int64(pairs) + 1)
            try await pool.execute("UPDATE pincode_coverage_counts SET coverage_count = 7000 WHERE pincode = 600002")
            #expect(try await rebuild(in: pool) == 1)
            #expect(try await wrongPairs(in: pool) == 0)
            #expect(try await rebuild(in: pool) == 0)
        }
    }

    @Test func `moving every pincode and emptying the network are followed`() async throws {
        try await withDatabase(.network) { pool in
            try await pool.execute("UPDATE pincodes SET lat = lat + 0.01")
            #expect(try await wrongPairs(in: pool) == 0)
            #expect(try await rebuild(in: pool) == 0)
            try await pool.asOwner("TRUNCATE service_providers CASCADE")
            let left = try await pool.query("SELECT count(*) FROM pincode_coverage")[0].decode(Int64.self)
            #expect(left == 0)
            #expect(try await rebuild(in: pool) == 0)
        }
    }

    @Test func `coverage can be changed in a read committed transaction only`() async throws {
        try await withDatabase(.network) { pool in
            for isolation in [IsolationLevel.repeatableRead, .serializable] {
                await #expect {
                    try await pool.withTransaction(isolation: isolation) {
                        _ = try await $0.execute("DELETE FROM service_areas WHERE status = 'in_force'")
                    }
                } throws: { ($0 as? PostgresError)?.sqlState == .featureNotSupported }
            }
        }
    }

    /// Pairs kept but not true, or true but not kept, by the areas themselves.
    private func wrongPairs(in pool: PostgresPool) async throws -> Int64 {
        try await pool.withConnection {
            try await $0.query(
                """
                WITH truth AS (
                    SELECT DISTINCT a.provider_id, p.pincode::integer AS pincode
                    FROM service_areas a JOIN service_providers s ON s.id = a.provider_id
                    JOIN pincodes p ON ST_Covers(a.geom, p.location)
                    WHERE a.status = 'in_force' AND s.status = 'approved'
                )
                SELECT count(*) FROM truth FULL JOIN pincode_coverage k USING (provider_id, pincode)
                WHERE truth IS NULL OR k IS NULL
                """)[0].decode(Int64.self)
        }
    }

    private func rebuild(in pool: PostgresPool) async throws -> Int64 {
        try await pool.withConnection { try await $0.query("SELECT coverage_rebuild()")[0].decode(Int64.self) }
    }

    /// Offers whose place is not that of their approved centre.
    private func staleOffers(in pool: PostgresPool) async throws -> Int64 {
        try await pool.query(
            """
            SELECT count(*) FROM provider_services o JOIN service_providers p ON p.id = o.provider_id
            WHERE o.approved_xy::text IS DISTINCT FROM CASE WHEN p.status = 'approved' THEN p.location_xy END::text
            """)[0].decode(Int64.self)
    }
}

/// Changes of every kind that matters, to centres of the sample.
private struct RandomEdits {
    private var generator: SplitMix64
    private let centres: ClosedRange<Int>

    init(state: UInt64, centres: ClosedRange<Int> = 1...400) {
        generator = SplitMix64(state: state)
        self.centres = centres
    }

    mutating func next() -> Query {
        let number = Int.random(in: centres, using: &generator)
        let by = Double.random(in: -0.1...0.1, using: &generator)
        let centre: Query = "(SELECT id FROM service_providers ORDER BY id OFFSET \(number - 1) LIMIT 1)"
        let area: Query = "(SELECT min(id) FROM service_areas WHERE provider_id = \(centre))"
        let status = ["approved", "suspended", "pending"].randomElement(using: &generator) ?? "approved"
        let areaStatus = ["in_force", "withdrawn"].randomElement(using: &generator) ?? "in_force"
        switch Int.random(in: 0..<9, using: &generator) {
        case 0: return "UPDATE service_providers SET status = \(status) WHERE id = \(centre)"
        case 1: return "UPDATE service_providers SET lat = least(14, greatest(8, lat + \(by))) WHERE id = \(centre)"
        case 2:
            return """
                INSERT INTO service_areas (provider_id, kind, geom, status)
                SELECT id, 'polygon', ST_Multi(ST_Expand(location, 0.2 + \(by))), \(areaStatus)
                FROM service_providers WHERE id = \(centre)
                """
        case 3: return "UPDATE service_areas SET geom = ST_Translate(geom, \(by), 0) WHERE id = \(area)"
        case 4: return "UPDATE service_areas SET status = \(areaStatus) WHERE id = \(area)"
        case 5: return "UPDATE service_areas SET provider_id = \(centre) WHERE id = \(area) + 1"
        case 6:
            return """
                UPDATE pincodes SET lng = lng + \(by / 10)
                WHERE pincode = (SELECT pincode FROM pincodes ORDER BY pincode OFFSET \(number) LIMIT 1)
                """
        case 7:
            return """
                INSERT INTO provider_services (provider_id, service, price_paise, minutes)
                SELECT \(centre), service, 100, 10 FROM services
                ON CONFLICT (provider_id, service) DO UPDATE SET minutes = provider_services.minutes % 100 + 1
                """
        default: return "DELETE FROM service_areas WHERE id = \(area) AND \(by) < -0.05"
        }
    }
}
