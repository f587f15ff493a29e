import Foundation
import HTTPTypes
import Postgres
import TestSupport
import Testing

@testable import Marketplace
@testable import Server

/// All bookings, as administrators look through them.
@Suite(.serialized) struct AdminBookingTests {
    private struct Bookings: Decodable {
        struct Item: Decodable {
            let id: Int64
            let status: String
            let customer_name: String
        }
        let items: [Item]
        let next_cursor: String?
    }

    private func list(_ query: String, as admin: Person, on server: TestServer) async throws -> Bookings {
        let reply = try await server.send(.get, "/api/admin/bookings\(query)", as: admin)
        try #require(reply.status == 200, "\(query): \(reply.text)")
        return try reply.decode()
    }

    @Test func `each condition finds its bookings, the last made first, by pages`() async throws {
        try await withServer { server in
            let admin = try await server.person(.admin)
            let customer = try await server.person(.customer, name: "=cmd|' /C calc'!A0")
            let (chennai, _) = try await server.ownedCentre()
            let (madurai, _) = try await server.ownedCentre([
                "city": "Madurai", "district": "Madurai", "pincode": "625001",
            ])
            var ids: [Int64] = []
            for hour in 1...5 {
                ids.append(try await server.stored(of: customer.id, at: chennai, hour: 24 * hour).id)
            }
            let far = try await server.stored(of: customer.id, at: madurai, hour: 24, status: "accepted")
            let lost = try await server.stored(of: customer.id, at: madurai, hour: 48)
            try await server.pool.execute(
                """
                UPDATE bookings SET provider_id = NULL, resource_id = NULL, needs_dispatch = true,
                    changed_role = 'system', payment_status = 'failed' WHERE id = \(lost.id)
                """)
            func found(_ query: String) async throws -> [Int64] {
                try await list(query, as: admin, on: server).items.map(\.id)
            }
            let all = [lost.id, far.id] + ids.reversed()
            #expect(try await found("") == all)
            #expect(try await found("?city=madurai") == [far.id])
            #expect(try await found("?district=Madurai&status=accepted") == [far.id])
            #expect(try await found("?city=Chennai&district=Madurai") == [])
            #expect(try await found("?status=pending&limit=2") == [lost.id, ids[4]])
            #expect(try await found("?payment_status=failed") == [lost.id])
            #expect(try await found("?provider_id=\(chennai)") == ids.reversed())
            #expect(try await found("?provider_id=\(chennai)&city=Madurai") == [])
            let at = try await server.pool.query("SELECT scheduled_at FROM bookings WHERE id = \(ids[2])")[0]
                .decode(Date.self)
            let day = String(Timestamp.text(at).prefix(10))
            let next = String(Timestamp.text(at + 86_400).prefix(10))
            #expect(try await found("?from=\(day)&to=\(next)") == [ids[2]])
            #expect(try await found("?from=\(day)") == Array(ids[2...].reversed()))
            #expect(try await found("?to=\(day)").count == all.count - 3)

            var paged: [Int64] = []
            var cursor: String? = ""
            while let at = cursor {
                let page = try await list("?limit=3" + (at.isEmpty ? "" : "&cursor=\(at)"), as: admin, on: server)
                paged += page.items.map(\.id)
                cursor = page.next_cursor
            }
            #expect(paged == all)
            let lines = try await server.pool.query(
                "SELECT count(*) FROM audit_log WHERE action = 'booking.read' AND performed_by = \(admin.id)")[0]
            #expect(try lines.decode(Int.self) >= 10, "who looked is written down")

            let table = try await server.send(.get, "/api/admin/bookings?limit=1", as: admin, accept: "text/csv")
            #expect(table.headers[.contentType] == "text/csv; charset=utf-8" && table.headers[.nextCursor] != nil)
            let rows = table.text.components(separatedBy: "\r\n")
            #expect(rows.count == 3 && rows[0].hasPrefix("id,reference,status,"))
            #expect(rows[1].contains(",'=cmd|' /C calc'!A0,"))
        }
    }

    @Test(arguments: [
        ("?status=open", "status"), ("?payment_status=none", "payment_status"), ("?provider_id=x", "provider_id"),
        ("?from=2026-02-30", "from"), ("?to=tomorrow", "to"), ("?limit=101", "limit"), ("?cursor=!", "cursor"),
    ])
    func `what is wrong is named`(query: String, field: String) async throws {
        try await withServer { server in
            let reply = try await server.send(.get, "/api/admin/bookings\(query)", as: server.person(.admin))
            try expectProblem(reply, 422, "invalid_parameter", field: field)
        }
    }

    /// What a page of the list may read of a table of so many bookings, in blocks of 8 KiB.
    private static let blocks = 1500

    @Test func `at many bookings no question reads them all`() async throws {
        try await withDatabase(.network, as: .owner) { pool in
            try await Self.fill(pool, bookings: 50_000)
            for (name, search) in Self.searches {
                let read = try await pool.withTransaction { transaction in
                    let statement = try await search.statement(on: transaction)
                    let lines = try await transaction.query("EXPLAIN (ANALYZE, BUFFERS, TIMING OFF) \(statement)")
                    let plan = try lines.map { try $0.decode(String.self) }
                    let buffers = plan.first { $0.contains("Buffers: shared") } ?? ""
                    return buffers.matches(of: /(?:hit|read)=(\d+)/).compactMap { Int($0.1) }.reduce(0, +)
                }
                #expect(read > 0 && read < Self.blocks, "\(name) read \(read) blocks")
            }
        }
    }

    private static var searches: [(String, BookingSearch)] {
        func search(_ set: (inout BookingSearch) -> Void) -> BookingSearch {
            var search = BookingSearch()
            set(&search)
            return search
        }
        return [
            ("all", search { _ in }), ("in progress", search { $0.status = .inProgress }),
            ("pending", search { $0.status = .pending }), ("held", search { $0.status = .held }),
            ("no show", search { $0.status = .noShow }), ("failed", search { $0.paymentStatus = .failed }),
            ("of a centre", search { $0.provider = 7 }),
            ("of a centre that was booked once", search { $0.provider = 400 }),
            ("of a district", search { $0.district = "Chennai" }),
            ("of a district, rare", search { ($0.district, $0.status) = ("Chennai", .inProgress) }),
            ("of a month", search { ($0.from, $0.to) = ("2024-03-01", "2024-04-01") }),
            ("since", search { $0.from = "2026-01-01" }),
        ]
    }

    /// Made in the order of their times, over three years; few of them rare. Without triggers, which other tests are
    /// about.
    private static func fill(_ pool: PostgresPool, bookings: Int) async throws {
        try await pool.withConnection { connection in
            try await connection.runScript(
                """
                SET session_replication_role = replica;
                INSERT INTO users (id, name, email, role, terms_accepted_at)
                    VALUES (900001, 'Someone', 'many@example.org', 'customer', now());
                INSERT INTO bookings (customer_id, provider_id, resource_id, status, payment_status, mode, pincode,
                    scheduled_at, ends_at, during, total_paise, changed_role, created_at)
                SELECT 900001, r.provider_id, r.id, CASE WHEN n = 500 THEN 'in_progress' WHEN n % 997 = 0 THEN 'pending'
                        WHEN n % 50 = 0 THEN 'no_show' WHEN n % 7 = 0 THEN 'cancelled' ELSE 'completed' END,
                    CASE WHEN n = 700 THEN 'failed' ELSE 'paid' END, 'walk_in', 600001,
                    t, t + interval '30 minutes', tstzrange(t, t + interval '30 minutes'), 35000, 'system', t
                FROM generate_series(1, \(bookings)) AS n
                JOIN booking_resources r ON r.provider_id = CASE n WHEN 1 THEN 400 ELSE 1 + n % 399 END AND r.kind = 'bench' AND r.number = 1
                CROSS JOIN LATERAL (SELECT timestamptz '2024-01-01 09:00+05:30' + n * interval '16 minutes') AS x (t)
                ORDER BY n;
                RESET session_replication_role;
                """)
            // While an autovacuum of another table looks on, no page can be called visible to all.
            for _ in 0..<20 {
                try await connection.runScript("VACUUM ANALYZE bookings")
                let isVisible = try await connection.query(
                    "SELECT relallvisible = relpages FROM pg_class WHERE oid = 'bookings'::regclass")[0]
                if try isVisible.decode(Bool.self) { break }
                try await Task.sleep(for: .milliseconds(250))
            }
        }
    }
}
