import Foundation
import Marketplace
import Postgres
import TestSupport
import Testing

/// What centres had to get at the end of a month, kept so that not all of the ledger has to be added up.
struct LedgerClosingTests {
    private func post(_ paise: Int64, to centre: Int64, at time: String, on pool: PostgresPool) async throws {
        try await pool.withTransaction { transaction in
            let entry = try await transaction.query(
                """
                INSERT INTO ledger_entries (kind, booking_id, provider_id, posted_at)
                VALUES ('accrual', 1, \(centre), \(time)::timestamptz) RETURNING id
                """)[0].decode(Int64.self)
            try await transaction.execute(
                """
                INSERT INTO ledger_lines (entry_id, account, amount_paise)
                VALUES (\(entry), 'customer', \(paise)), (\(entry), 'provider', \(-paise))
                """)
        }
    }

    private func amounts(_ query: Query, on pool: PostgresPool) async throws -> [Int64: Int64] {
        let rows = try await pool.query(query).map { try $0.decode(Int64.self, Int64.self) }
        return Dictionary(uniqueKeysWithValues: rows)
    }

    private func sums(on pool: PostgresPool) async throws -> [Int64: Int64] {
        try await amounts("SELECT centre, paise FROM provider_sums('infinity')", on: pool)
    }

    private func closed(_ month: Month, on pool: PostgresPool) async throws -> [Int64: Int64] {
        try await amounts(
            """
            SELECT provider_id, balance_paise FROM provider_closings
            WHERE month = make_date(\(month.year), \(month.number), 1)
            """, on: pool)
    }

    @Test func `a month is closed once it is over, and sums stay what they are`() async throws {
        let (january, february) = (try #require(Month("2025-01")), try #require(Month("2025-02")))
        try await withDatabase(.schema) { pool in
            let ledger = Ledger(pool: pool)
            try await post(100, to: 1, at: "2024-12-10T12:00:00+05:30", on: pool)
            try await post(50, to: 2, at: "2025-01-31T23:59:59+05:30", on: pool)
            try await post(30, to: 1, at: "2025-02-01T00:00:00+05:30", on: pool)
            try await post(-50, to: 2, at: "2025-02-02T00:00:00+05:30", on: pool)
            #expect(try await sums(on: pool) == [1: 130, 2: 0])
            // Of several at the same time one does it.
            let did = try await withThrowingTaskGroup(of: Bool.self) { group in
                for _ in 0..<3 { group.addTask { try await ledger.close(january) } }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(did.filter { $0 }.count == 1)
            #expect(try await closed(january, on: pool) == [1: 100, 2: 50])
            #expect(try await sums(on: pool) == [1: 130, 2: 0])
            // Not the one before, nor one that isn't over.
            #expect(try await ledger.close(january.previous) == false)
            #expect(try await ledger.close(Month(Date())) == false)
            #expect(try await ledger.close(february) == true)
            #expect(try await closed(february, on: pool) == [1: 130])
            try await post(7, to: 3, at: "2025-03-01T00:00:00+05:30", on: pool)
            #expect(try await sums(on: pool) == [1: 130, 3: 7])
            #expect(try await pool.query("SELECT FROM ledger_faults()").isEmpty)
        }
    }

    @Test func `what was closed is read instead of what is older, and held against it`() async throws {
        let month = try #require(Month("2025-01"))
        try await withDatabase(.schema) { pool in
            try await post(100, to: 1, at: "2025-01-10T12:00:00+05:30", on: pool)
            #expect(try await Ledger(pool: pool).close(month))
            try await pool.asOwner(
                """
                SET session_replication_role = replica;
                UPDATE provider_closings SET balance_paise = 90;
                RESET session_replication_role
                """)
            #expect(try await sums(on: pool) == [1: 90])
            let faults = try await pool.query("SELECT fault, id FROM ledger_faults()").map {
                try $0.decode(String.self, Int64.self)
            }
            #expect(faults.map(\.0) == ["closing"] && faults.map(\.1) == [1])
        }
    }
}
