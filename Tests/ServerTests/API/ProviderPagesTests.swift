import Postgres
import Testing

/// Pages of the list of centres, by cursor.
struct ProviderPagesTests {
    /// Reads all pages; `between` runs after each.
    private func ids(
        from server: TestServer, limit: Int, between: (Int) async throws -> Void = { _ in }
    ) async throws -> [Int64] {
        var ids: [Int64] = []
        var cursor = ""
        for page in 1...100 {
            let answer: ProviderPage = try await server.read("/api/providers?limit=\(limit)\(cursor)")
            ids += answer.items.map(\.id)
            guard let next = answer.next_cursor else { return ids }
            #expect(answer.items.count == limit)
            #expect(next.utf8.allSatisfy { $0 < 0x80 && $0 > 0x20 && !"+/=&%#".utf8.contains($0) })
            cursor = "&cursor=\(next)"
            try await between(page)
        }
        Issue.record("the pages don't end")
        return ids
    }

    private func approved(_ pool: PostgresPool) async throws -> [Int64] {
        try await pool.query("SELECT id FROM service_providers WHERE status = 'approved' ORDER BY center_name, id").map
        {
            try $0.decode(Int64.self)
        }
    }

    @Test func `the pages hold each centre once, in order`() async throws {
        try await withServer { server in
            let all = try await approved(server.pool)
            #expect(all.count > 300)
            for limit in [7, 100] { #expect(try await ids(from: server, limit: limit) == all) }
        }
    }

    @Test func `equal and Tamil names don't confuse the cursor`() async throws {
        try await withServer { server in
            try await server.pool.execute(
                "UPDATE service_providers SET center_name = CASE WHEN id % 2 = 0 THEN 'இஸ்திரி \"பெட்டி\" \\' ELSE 'Same name' END"
            )
            #expect(try await ids(from: server, limit: 30) == (try await approved(server.pool)))
        }
    }

    @Test func `the cursor stays right while centres come and go`() async throws {
        try await withServer { server in
            let all = try await approved(server.pool)
            let seen = try await ids(from: server, limit: 25) { page in
                // Before, on and after the page's end.
                for name in ["AAA", "Zzz \(page)"] {
                    try await server.pool.execute(
                        """
                        INSERT INTO service_providers (center_name, address, city, district_lgd, pincode, phone, lat, lng,
                            location_source, status)
                        SELECT \(name), address, city, district_lgd, pincode, phone, lat, lng, location_source, 'approved'
                        FROM service_providers WHERE id = \(all[0])
                        """)
                }
                try await server.pool.execute(
                    "UPDATE service_providers SET status = 'suspended' WHERE id = \(all[page * 25 - 1])")
            }
            #expect(Set(seen).count == seen.count)
            #expect(seen.filter(Set(all).contains) == all)
        }
    }
}
