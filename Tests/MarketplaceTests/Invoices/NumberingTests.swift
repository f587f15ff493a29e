import Foundation
import Postgres
import TestSupport
import Testing

@testable import Marketplace

struct InvoiceNumberingTests {
    private struct CalledOff: Error {}

    @Test func `numbers have no gap, whoever rolls back or is killed in between`() async throws {
        try await withDatabase(.geodata) { pool in
            let ground = try await InvoiceGround(pool)
            // Two centres under one registration share a series.
            let centres = [try await ground.centre(), try await ground.centre()]
            var bookings: [Int64] = []
            for number in 0..<120 { bookings.append(try await ground.booking(at: centres[number % 2])) }
            try await withThrowingTaskGroup(of: Void.self) { group in
                for worker in 0..<6 {
                    let share = bookings.enumerated().filter { $0.offset % 6 == worker }.map(\.element)
                    group.addTask { for booking in share { try await Self.issueWithTrouble(booking, ground) } }
                }
                try await group.waitForAll()
            }
            #expect(try await ground.numbers() == Array(1...120))
            let stored = try await pool.query(
                """
                SELECT count(*), count(DISTINCT serial), bool_and(b.invoice_id = i.id),
                    bool_and(i.issued_at >= coalesce(i.earlier, i.issued_at))
                FROM (SELECT *, lag(issued_at) OVER (ORDER BY number) AS earlier FROM invoices) AS i
                JOIN bookings b ON b.id = i.booking_id
                """)
            let (all, serials, known, ordered) = try stored[0].decode(Int64.self, Int64.self, Bool.self, Bool.self)
            #expect(all == 120 && serials == 120 && known && ordered)
        }
    }

    /// Every third time the transaction is rolled back with the number taken, every tenth its server process is killed;
    /// then it is tried again, as the queue would.
    private static func issueWithTrouble(_ booking: Int64, _ ground: InvoiceGround) async throws {
        if booking % 3 == 0 {
            await #expect(throws: CalledOff.self) {
                try await ground.pool.withTransaction { transaction in
                    #expect(try await ground.invoices.issue(bookingID: booking, on: transaction) != nil)
                    throw CalledOff()
                }
            }
        }
        if booking % 10 == 0 {
            await #expect(throws: PostgresError.self) {
                try await ground.pool.withTransaction { transaction in
                    #expect(try await ground.invoices.issue(bookingID: booking, on: transaction) != nil)
                    let process = try await transaction.query("SELECT pg_backend_pid()")[0].decode(Int32.self)
                    try await ground.pool.asOwner("SELECT pg_terminate_backend(\(process))")
                    _ = try await transaction.query("SELECT pg_sleep(5)")
                }
            }
        }
        #expect(try await ground.invoices.issue(bookingID: booking) != nil)
    }

    @Test func `of many who issue one booking's invoice at once all get the same`() async throws {
        try await withDatabase(.geodata) { pool in
            let ground = try await InvoiceGround(pool)
            let booking = try await ground.booking(at: try await ground.centre())
            let ids = try await withThrowingTaskGroup(of: Int64?.self) { group in
                for _ in 0..<8 { group.addTask { try await ground.invoices.issue(bookingID: booking) } }
                return try await group.reduce(into: Set()) { $0.insert($1) }
            }
            #expect(ids.count == 1 && ids.first != .some(nil))
            #expect(try await ground.numbers() == [1])
        }
    }
}
