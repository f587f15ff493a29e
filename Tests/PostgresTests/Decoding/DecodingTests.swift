import Foundation
import Postgres
import Testing

struct DecodingTests {
    private func row(_ query: Query) async throws -> PostgresRow {
        try await withPool({ $0.readers.count = 1 }) { try await $0.query(query)[0] }
    }

    @Test func `a wrong type is named with column, type and place`() async throws {
        let row = try await row("SELECT 1 AS id, 'x'::text AS label")
        let error = try #require(throws: PostgresError.self) { try row.decode(Int.self, Int.self) }
        #expect(error.code == .decoding)
        #expect(error.column == "label")
        #expect(error.message == #"column 1 "label" of type text (oid 25) as Int: can't be decoded"#)
        #expect(error.file == #fileID)
        #expect(error.line == 12)
    }

    @Test func `NULL needs an Optional`() async throws {
        let row = try await row("SELECT NULL::int AS a")
        let nothing = try row.column(0, as: Int?.self)
        #expect(nothing == nil)
        let error = try #require(throws: PostgresError.self) { try row.decode(Int.self) }
        #expect(error.message.hasSuffix("as Int: is NULL"))
    }

    @Test func `the number of columns must agree`() async throws {
        let row = try await row("SELECT 1, 2")
        let error = try #require(throws: PostgresError.self) { try row.decode(Int.self) }
        #expect(error.message == "the answer has 2 columns, 1 were asked for")
    }

    @Test func `narrow numbers widen, wide ones don't narrow`() async throws {
        let row = try await row("SELECT 1::smallint, 2::integer, 3::bigint, 1.5::real")
        #expect(try row.column(0, as: Int32.self) == 1)
        #expect(try row.column(0, as: Int.self) == 1)
        #expect(try row.column(1, as: Int64.self) == 2)
        #expect(try row.column(3, as: Double.self) == 1.5)
        #expect(throws: PostgresError.self) { try row.column(1, as: Int16.self) }
        #expect(throws: PostgresError.self) { try row.column(2, as: Int32.self) }
    }

    @Test func `types without a Swift counterpart say so`() async throws {
        let row = try await row(
            "SELECT 1.5::numeric, now()::timestamp, now()::date, ARRAY[[1],[2]], 'infinity'::timestamptz")
        #expect(throws: PostgresError.self) { try row.column(0, as: Double.self) }
        #expect(throws: PostgresError.self) { try row.column(1, as: Date.self) }
        #expect(throws: PostgresError.self) { try row.column(2, as: Date.self) }
        let error = try #require(throws: PostgresError.self) { try row.column(3, as: [Int].self) }
        #expect(error.message.contains("2 dimensions"))
        #expect(throws: PostgresError.self) { try row.column(4, as: Date.self) }
    }

    @Test func `columns can be taken by name and as bytes`() async throws {
        let row = try await row("SELECT 7 AS seven, 'text' AS word, NULL::text AS nothing")
        #expect(try row.column("word") as String == "text")
        #expect(throws: PostgresError.self) { try row.column("missing", as: String.self) }
        #expect(row.withBytes(ofColumn: 0) { $0.map(Array.init) } == [0, 0, 0, 7])
        #expect(row.withBytes(ofColumn: 1) { $0.map(Array.init) } == Array("text".utf8))
        #expect(row.withBytes(ofColumn: 2) { $0 == nil })
    }

    @Test func `rows outlive their pool and can be read from many tasks`() async throws {
        let rows = try await withPool { try await $0.query("SELECT i, repeat('x', i) FROM generate_series(0, 999) i") }
        #expect(rows.columnNames == ["i", "repeat"])
        let total = try await withThrowingTaskGroup(of: Int.self) { group in
            for row in rows {
                group.addTask {
                    let (number, text) = try row.decode(Int.self, String.self)
                    return number == text.utf8.count ? 1 : 0
                }
            }
            return try await group.reduce(0, +)
        }
        #expect(total == 1000)
    }
}
