import Foundation
import Postgres
import Testing

/// Each value goes to the server, is compared there with the same value written in SQL, and comes back.
struct RoundTripTests {
    private func check<Value: PostgresCodable & Equatable>(_ value: Value, _ literal: Query) async throws {
        try await withPool({ $0.readers.count = 1 }) { pool in
            let rows = try await pool.query("SELECT \(value), \(value) IS NOT DISTINCT FROM \(literal)")
            let (back, isSame) = try rows[0].decode(Value.self, Bool.self)
            #expect(back == value)
            #expect(isSame)
        }
    }

    @Test func `numbers`() async throws {
        try await check(true, "true")
        try await check(Int16.min, "'-32768'::smallint")
        try await check(Int32.max, "2147483647")
        try await check(Int64.min, "'-9223372036854775808'::bigint")
        try await check(Int.max, "9223372036854775807")
        try await check(Float(1.5), "1.5::real")
        try await check(-Double.pi, "-3.141592653589793::float8")
        try await check(Double.infinity, "'Infinity'::float8")
    }

    @Test func `bytes, identifiers and instants`() async throws {
        try await check([UInt8](0...255), "decode('\(hex: [UInt8](0...255))', 'hex')")
        try await check([UInt8](), "''::bytea")
        let uuid = try #require(UUID(uuidString: "6F9619FF-8B86-D011-B42D-00C04FC964FF"))
        try await check(uuid, "'6f9619ff-8b86-d011-b42d-00c04fc964ff'::uuid")
        try await check(Date(timeIntervalSince1970: 1.5), "'1970-01-01 00:00:01.5+00'::timestamptz")
        try await check(Date(timeIntervalSince1970: -62_135_596_800), "'0001-01-01 00:00+00'::timestamptz")
    }

    @Test func `arrays`() async throws {
        try await check([true, false], "ARRAY[true, false]")
        try await check([Int16](), "'{}'::smallint[]")
        try await check([Int32(-1), 2], "ARRAY[-1, 2]")
        try await check([1, nil, 3] as [Int?], "ARRAY[1, NULL, 3]::bigint[]")
        try await check([1.5, -0.0], "ARRAY[1.5, -0.0]::float8[]")
        try await check(["a", "", "ü\"{},"], "ARRAY['a', '', 'ü\"{},']")
        try await check([[1, 2], [], [0]] as [[UInt8]], "ARRAY['\\x0102', '\\x', '\\x00']::bytea[]")
        let uuid = try #require(UUID(uuidString: "6F9619FF-8B86-D011-B42D-00C04FC964FF"))
        try await check([uuid, uuid], "array_fill('6f9619ff-8b86-d011-b42d-00c04fc964ff'::uuid, ARRAY[2])")
        try await check([Date(timeIntervalSince1970: 0)], "ARRAY['1970-01-01 00:00+00'::timestamptz]")
    }

    @Test func `NULL`() async throws {
        try await check(nil as Int?, "NULL::bigint")
        try await check(nil as [UInt8]?, "NULL::bytea")
        try await check(nil as [Double]?, "NULL::float8[]")
        try await withPool { pool in
            let (name, none): (String?, String?) = ("Anna", nil)
            let fragment: Query = "\(none)::text IS NULL"
            let row = try await pool.query("SELECT \(name)::text, \(none)::text, \(fragment)")[0]
            let (back, nothing, isNull) = try row.decode(String?.self, String?.self, Bool.self)
            #expect(back == "Anna")
            #expect(nothing == nil)
            #expect(isNull)
        }
    }

    @Test(arguments: ["", "plain", "தமிழ்நாடு", "👩‍👩‍👧‍👦", "it's \"quoted\" \\ $1"])
    func `text`(_ text: String) async throws {
        try await withPool { pool in
            let rows = try await pool.query("SELECT \(text)::text, \(text)::varchar, md5(\(text)) = md5(\(text)::text)")
            let (plain, varchar, isSame) = try rows[0].decode(String.self, String.self, Bool.self)
            #expect((plain, varchar) == (text, text))
            #expect(isSame)
        }
    }

    @Test func `a string takes the type of its place`() async throws {
        try await withPool { pool in
            try await pool.execute("CREATE TYPE mood AS ENUM ('calm', 'glad')")
            try await pool.execute("CREATE DOMAIN short AS text CHECK (length(VALUE) < 9)")
            try await pool.execute("CREATE TABLE places (mood mood, name short, born date, price numeric)")
            try await pool.execute(
                "INSERT INTO places VALUES (\("glad"), \("Anna"), \("2024-02-29"), \("12.50"))")
            let rows = try await pool.query(
                "SELECT mood, name, born::text, price::text FROM places WHERE mood = \("glad")")
            #expect(
                try rows[0].decode(String.self, String.self, String.self, String.self)
                    == ("glad", "Anna", "2024-02-29", "12.50"))
        }
    }

    @Test func `JSON`() async throws {
        try await withPool { pool in
            let json = JSONBytes(Array(#"{"a": [1, 2]}"#.utf8))
            let rows = try await pool.query("SELECT \(json), \(json)::json, \(json) ->> 'a', \(json)")
            let row = try rows[0].decode(JSONBytes.self, JSONBytes.self, String.self, String.self)
            #expect(row == (json, json, "[1, 2]", #"{"a": [1, 2]}"#))
        }
    }

    @Test func `16 MB go there and back`() async throws {
        try await withPool { pool in
            let value = (0..<16 << 20).map { UInt8(truncatingIfNeeded: $0 &* 31 >> 3) }
            let rows = try await pool.query("SELECT \(value), length(\(value))")
            let (back, length) = try rows[0].decode([UInt8].self, Int.self)
            #expect(length == value.count)
            #expect(back == value)
        }
    }
}

extension Query.Interpolation {
    fileprivate mutating func appendInterpolation(hex bytes: [UInt8]) {
        appendLiteral(bytes.map { String(format: "%02x", $0) }.joined())
    }
}
