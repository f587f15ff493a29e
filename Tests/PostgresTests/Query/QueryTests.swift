import Postgres
import Testing

struct QueryTests {
    @Test func `interpolated values become placeholders`() {
        let query: Query = "SELECT \(1), \("x") WHERE \(true)"
        #expect(query.sql == "SELECT $1, $2 WHERE $3")
    }

    @Test func `a string is bound, never spliced`() {
        let evil = "'; DROP TABLE users; --"
        let query: Query = "SELECT \(evil)"
        #expect(query.sql == "SELECT $1")
    }

    @Test func `a fragment is spliced with its placeholders renumbered`() {
        let inner: Query = "b = \(2) AND note = '$1' AND c = \(3)"
        let outer: Query = "SELECT 1 WHERE a = \(1) AND (\(inner)) AND d = \(4)"
        #expect(outer.sql == "SELECT 1 WHERE a = $1 AND (b = $2 AND note = '$1' AND c = $3) AND d = $4")
    }

    @Test func `more than nine placeholders are renumbered whole`() {
        let many = (1...12).map { "\($0)" as Query }.joined(separator: ", ")
        let query: Query = "SELECT \(0), \(many), \(13)"
        #expect(query.sql == "SELECT $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14")
    }

    @Test func `renumbered values keep their order on the server`() async throws {
        try await withPool { pool in
            let many = (1...12).map { "\($0)" as Query }.joined(separator: ", ")
            let rows = try await pool.query("SELECT ARRAY[\(0), \(many), \(13)]")
            #expect(try rows[0].decode([Int].self) == Array(0...13))
        }
    }

    @Test func `an identifier is quoted`() {
        #expect(("SELECT * FROM \(identifier: "a\"b")" as Query).sql == "SELECT * FROM \"a\"\"b\"")
    }

    @Test func `printing a query shows no values`() {
        let query: Query = "SELECT \("secret")"
        var dumped = ""
        dump(query, to: &dumped)
        #expect(!"\(query)\(String(reflecting: query))\(dumped)".contains("secret"))
    }

    @Test func `text with a NUL byte is refused with a clear error`() async throws {
        try await withPool { pool in
            let error = try await postgresError { try await pool.query("SELECT \(1), \("a\0b")") }
            #expect(error.code == .invalidParameter)
            #expect(error.message == "parameter $2 contains a NUL byte, which PostgreSQL text can't hold")
            let fragment: Query = "\("\0")"
            let spliced = try await postgresError { try await pool.query("SELECT \(1), \(fragment)") }
            #expect(spliced.message.hasPrefix("parameter $2"))
        }
    }

    @Test func `too many parameters are refused before they are sent`() async throws {
        try await withPool { pool in
            let many = (0...65535).map { "\($0)" as Query }.joined(separator: ",")
            let error = try await postgresError { try await pool.query("SELECT \(many)") }
            #expect(error.code == .invalidParameter)
        }
    }
}
