import Foundation
import Matching
import Postgres
import Testing
import TestSupport

@Suite(.serialized) struct PlacesTests {
    @Test func `people find what they mean`() async throws {
        let questions = try Question.all()
        try #require(questions.count > 250)
        try await withDatabase(.geodata) { pool in
            var first = 0
            for question in questions {
                let found = try await places(matching: question.text, limit: 5, on: pool).map(\.pincode)
                #expect(found.contains(question.pincode), "\(question) gave \(found)")
                if found.first == question.pincode { first += 1 }
            }
            #expect(Double(first) >= 0.97 * Double(questions.count), "\(first) of \(questions.count) stood first")
        }
    }

    @Test func `places of one name come each with its district`() async throws {
        try await withDatabase(.geodata) { pool in
            let gudalurs = try await places(matching: "Gudalur", limit: 50, on: pool).filter { $0.label == "Gudalur" }
            // Thirteen of the directory and its "Gudalur Nilgiris".
            #expect(Set(gudalurs.map(\.pincode)).count == 14)
            #expect(gudalurs.count == 14)
            #expect(gudalurs.prefix(2).map(\.district.name) == ["The Nilgiris", "Theni"])

            let annaNagars = try await places(matching: "அண்ணா நகர்", limit: 3, on: pool)
            #expect(annaNagars.prefix(2).map(\.district.name_ta) == ["சென்னை", "மதுரை"])
        }
    }

    @Test func `a place comes once, however many of its names match`() async throws {
        try await withDatabase(.geodata) { pool in
            for text in ["Chennai", "Coimbatore", "Anna Nagar", "Trichy", "Ooty", "nagar", "a", "த", "Gudalur", "6"] {
                let found = try await places(matching: text, limit: 50, on: pool)
                let shown = Set(found.map { [$0.kind.rawValue, $0.label, "\($0.pincode)", $0.district.name] })
                #expect(!found.isEmpty, "\(text)")
                #expect(shown.count == found.count, "\(text)")
            }
        }
    }

    @Test func `an alias beats a longer name that begins with it`() async throws {
        try await withDatabase(.geodata) { pool in
            let found = try await places(matching: "Kovai", limit: 10, on: pool)
            #expect(found.first?.label == "Coimbatore")
            #expect(found.first?.label_ta == "கோயம்புத்தூர்")
            #expect(found.first?.kind == .city)
            #expect(found.contains { $0.label == "Kovaipudur" })
        }
    }

    @Test func `unfinished digits list the pincodes they begin`() async throws {
        try await withDatabase(.geodata) { pool in
            let found = try await places(matching: "6000", limit: 3, on: pool)
            #expect(found.map(\.pincode.number) == [600_001, 600_002, 600_003])
            #expect(found.allSatisfy { $0.kind == .pincode && $0.label.hasPrefix("\($0.pincode) ") })
            for text in ["6000017", "999", "0"] {
                let none = try await places(matching: text, limit: 3, on: pool)
                #expect(none.isEmpty, "\(text)")
            }
        }
    }

    @Test func `what is no name finds nothing`() async throws {
        try await withDatabase(.geodata) { pool in
            for text in ["...", "%", "_", "'; DROP TABLE places; --", "\\", "🧺", "xqzwkj", "北京", "Москва", "-", "’"] {
                let found = try await places(matching: text, limit: 5, on: pool)
                #expect(found.isEmpty, "\(text) gave \(found)")
            }
        }
    }

    @Test func `a pincode in a text that names no place is enough`() async throws {
        try await withDatabase(.geodata) { pool in
            let found = try await places(matching: "12/3, 4th Cross, xqzwkj, 600 042", limit: 5, on: pool)
            #expect(found.map(\.pincode.number) == [600_042])
        }
    }

    @Test func `text that is empty or too long is refused, control characters are spaces`() async throws {
        try await withDatabase(.geodata) { pool in
            for text in ["", "  ", "\0", "\u{3000}\n"] {
                await #expect(throws: PlaceSearchError.noText) { try await places(matching: text, limit: 5, on: pool) }
            }
            for text in [String(repeating: "a", count: 101), "a" + String(repeating: "\u{301}", count: 100)] {
                await #expect(throws: PlaceSearchError.textTooLong(maximum: 100)) {
                    try await places(matching: text, limit: 5, on: pool)
                }
            }
            _ = try await places(matching: String(repeating: "ம", count: 100), limit: 5, on: pool)
            let found = try await places(matching: "Anna\0Nagar\n", limit: 1, on: pool)
            #expect(found.map(\.label) == ["Anna Nagar"])
        }
    }

    @Test func `a search never reads a whole table`() async throws {
        let questions = try Question.all()
        try await withDatabase(.geodata) { pool in
            try await pool.withTransaction { transaction in
                for question in questions {
                    _ = try await places(matching: question.text, limit: 10, on: transaction)
                }
                let rows = try await transaction.query(
                    """
                    SELECT relname::text, seq_scan, coalesce(idx_scan, 0) FROM pg_stat_xact_user_tables
                    WHERE relname IN ('places', 'place_names', 'pincodes')
                    """)
                #expect(rows.count == 3)
                for row in rows {
                    let (table, wholeReads, indexReads) = try row.decode(String.self, Int64.self, Int64.self)
                    #expect(wholeReads == 0, "\(table)")
                    #expect(indexReads > 0, "\(table)")
                }
            }
        }
    }
}

/// One line of queries.tsv.
private struct Question: CustomStringConvertible {
    let kind: String
    let text: String
    let pincode: Pincode

    var description: String { "\(kind) \(text)" }

    static func all() throws -> [Question] {
        let file = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "queries.tsv")
        let lines = try String(contentsOf: file, encoding: .utf8).split(separator: "\n").dropFirst()
        return try lines.map { line in
            let fields = line.split(separator: "\t")
            try #require(fields.count == 3, "\(line)")
            let pincode = try #require(Pincode(fields[2]))
            return Question(kind: String(fields[0]), text: String(fields[1]), pincode: pincode)
        }
    }
}
