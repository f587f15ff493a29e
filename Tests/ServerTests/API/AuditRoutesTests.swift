import Foundation
import HTTPTypes
import Marketplace
import Postgres
import TestSupport
import Testing

@testable import Server

/// The viewer of the audit, on lines of an entity type that nobody else writes.
@Suite(.server) struct AuditRoutesTests {
    struct Page: Decodable {
        struct Line: Decodable {
            let id: Int64
            let timestamp: String
            let action: String
            let entity_type: String
            let entity_id: Int64?
            let performed_by: Int64?
            let change: [String: [String?]]
        }
        let items: [Line]
        let next_cursor: String?
    }

    @Test func `lines come newest first, page by page, while lines are added`() async throws {
        let admin = try await server.person(.admin)
        let type = try await lines(ages: [5, 4, 3, 2, 1])
        var page = try await read("?entity_type=\(type)&limit=2", as: admin)
        var ids = page.items.compactMap(\.entity_id)
        while let cursor = page.next_cursor {
            try await server.pool.execute(
                "INSERT INTO audit_log (entity_type, entity_id, action) VALUES (\(type), 99, 'test.happened')")
            page = try await read("?entity_type=\(type)&limit=2&cursor=\(cursor)", as: admin)
            ids += page.items.compactMap(\.entity_id)
        }
        #expect(ids == [1, 2, 3, 4, 5])
    }

    @Test func `each filter holds back what isn't asked for`() async throws {
        let admin = try await server.person(.admin)
        let type = try await lines(ages: [3, 2, 1])
        let performer = try await server.person(.customer)
        try await server.pool.execute(
            """
            INSERT INTO audit_log (entity_type, entity_id, action, performed_by)
            VALUES (\(type), 7, 'test.done', \(performer.id))
            """)
        for (question, expected) in [
            ("entity_type=\(type)", 4), ("entity_type=\(type)&entity_id=2", 1), ("entity_type=\(type)&entity_id=8", 0),
            ("performed_by=\(performer.id)", 1), ("entity_type=\(type)&action=test.done", 1),
            ("entity_type=\(type)&action=test.happened", 3), ("entity_type=nothing", 0),
        ] {
            #expect(try await read("?\(question)", as: admin).items.count == expected, "\(question)")
        }
    }

    @Test func `a day begins and ends at midnight in Kolkata`() async throws {
        let admin = try await server.person(.admin)
        let type = "test_\(UInt32.random(in: 0...UInt32.max))"
        for (id, at) in [
            (1, "2026-03-31T18:29:59.999Z"), (2, "2026-03-31T18:30:00Z"), (3, "2026-04-01T18:29:59Z"),
            (4, "2026-04-01T18:30:00Z"),
        ] {
            try await server.pool.execute(
                """
                INSERT INTO audit_log (entity_type, entity_id, action, "timestamp")
                VALUES (\(type), \(id), 'test.happened', \(at))
                """)
        }
        let day = try await read("?entity_type=\(type)&from=2026-04-01&to=2026-04-02", as: admin)
        #expect(day.items.compactMap(\.entity_id) == [3, 2])
        #expect(day.items.last?.timestamp == "2026-04-01T00:00:00+05:30")
    }

    @Test(arguments: [
        ("from=2026-02-30", "from"), ("to=26-02-01", "to"), ("from=2026-2-1", "from"), ("entity_id=7", "entity_type"),
        ("entity_type=x&entity_id=-1", "entity_id"), ("performed_by=me", "performed_by"), ("limit=101", "limit"),
        ("cursor=!", "cursor"), ("from=0001-01-01", "from"),
    ])
    func `a wrong filter is named`(question: String, field: String) async throws {
        let admin = try await server.person(.admin)
        let reply = try await server.send(.get, "/api/admin/audit?\(question)", as: admin)
        try expectProblem(reply, 422, "invalid_parameter", field: field)
    }

    @Test func `a spreadsheet gets the same lines as CSV, and no formula`() async throws {
        let admin = try await server.person(.admin)
        let type = try await lines(ages: [2, 1])
        try await server.pool.execute(
            """
            INSERT INTO audit_log (entity_type, entity_id, action, role, change)
            VALUES (\(type), 7, 'test.done', '=HYPERLINK("http://x")', '{"a, b": ["-1", null]}')
            """)
        let reply = try await server.send(
            .get, "/api/admin/audit?entity_type=\(type)&limit=2", as: admin, accept: "text/csv")
        #expect(reply.status == 200 && reply.headers[.contentType]?.hasPrefix("text/csv; charset=utf-8") == true)
        #expect(reply.headers[.nextCursor]?.isEmpty == false)
        let rows = reply.text.components(separatedBy: "\r\n")
        #expect(rows.count == 4 && rows[0].hasPrefix("id,timestamp,action,entity_type") && rows[3].isEmpty)
        #expect(rows[1].contains(#","'=HYPERLINK(""http://x"")","#))
        #expect(rows[1].hasSuffix(#""{""a, b"": [""-1"", null]}""#))
    }

    @Test func `reading the audit is written down, with what was looked for`() async throws {
        let admin = try await server.person(.admin)
        _ = try await read("?entity_type=user&entity_id=12&to=2027-01-01", as: admin)
        let seen = try await read("?performed_by=\(admin.id)&action=audit.read", as: admin)
        #expect(seen.items.count == 1)
        #expect(
            seen.items[0].change == [
                "entity_type": [nil, "user"], "entity_id": [nil, "12"], "to": [nil, "2027-01-01"],
            ])
    }

    /// Lines about entities 1, 2, ... of a type of their own, the id being the age in minutes.
    private func lines(ages: [Int]) async throws -> String {
        let type = "test_\(UInt32.random(in: 0...UInt32.max))"
        for age in ages {
            try await server.pool.execute(
                """
                INSERT INTO audit_log (entity_type, entity_id, action, "timestamp")
                VALUES (\(type), \(age), 'test.happened', now() - make_interval(mins => \(age)::integer))
                """)
        }
        return type
    }

    private func read(_ query: String, as person: Person) async throws -> Page {
        let reply = try await server.send(.get, "/api/admin/audit" + query, as: person)
        try #require(reply.status == 200, "\(query): \(reply.text)")
        return try reply.decode()
    }
}
